import type { KeyBinding } from './binding.ts';
import { onForm, typesLogin } from './when.ts';

/** The login form. */
export const FORM_KEYS: readonly KeyBinding[] = [
  {
    command: 'submit',
    keys: ['return'],
    label: 'accept',
    help: 'Accept what stands in the field.',
    footer: 1,
    when: onForm,
  },
  {
    command: 'next-field',
    keys: ['tab', 'shift-tab', 'up', 'down'],
    label: 'other field',
    help: 'Go to the other field.',
    footer: 1,
    when: (now) => onForm(now) && now.loginFields > 1,
  },
  {
    command: 'erase',
    keys: ['backspace'],
    label: 'erase',
    help: 'Erase a character.',
    footer: 2,
    when: typesLogin,
  },
  {
    command: 'erase-all',
    keys: ['ctrl-u'],
    label: 'erase all',
    help: 'Erase all that stands in the field.',
    when: typesLogin,
  },
  {
    command: 'interrupt',
    keys: ['ctrl-c'],
    label: 'twice: quit',
    help: 'Twice in a row, end the program.',
    footer: 2,
    when: ({ phase }) => phase === 'welcome',
  },
];
