import type { KeyBinding } from './binding.ts';
import { onForm } from './when.ts';

/** The login form. */
export const FORM_KEYS: readonly KeyBinding[] = [
  {
    command: 'submit',
    keys: ['return'],
    shown: '⏎',
    label: 'accept',
    help: 'Accept what stands in the field.',
    footer: 1,
    when: onForm,
  },
  {
    command: 'next-field',
    keys: ['tab', 'shift-tab', 'up', 'down'],
    shown: '⇥',
    label: 'other field',
    help: 'Go to the other field.',
    footer: 1,
    when: onForm,
  },
  {
    command: 'erase',
    keys: ['backspace', 'ctrl-u'],
    shown: '⌫',
    label: 'erase',
    help: 'Erase a character; Ctrl-U erases all.',
    footer: 2,
    when: onForm,
  },
  {
    command: 'interrupt',
    keys: ['ctrl-c'],
    shown: 'Ctrl-C twice',
    label: 'quit',
    help: 'Twice in a row, end the program.',
    footer: 2,
    when: ({ phase }) => phase === 'welcome',
  },
];
