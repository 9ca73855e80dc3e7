import type { KeyBinding } from './binding.ts';
import { inPane } from './when.ts';

/** In what another key has opened. */
export const PANE_KEYS: readonly KeyBinding[] = [
  {
    command: 'choose-previous',
    keys: ['left', 'h', 'shift-tab'],
    label: 'before',
    help: 'Choose the hop, or the log, to the left.',
    footer: 2,
    when: (now) => inPane(now) && ['hops', 'hop', 'logs'].includes(now.pane),
  },
  {
    command: 'choose-next',
    keys: ['right', 'l', 'tab'],
    label: 'after',
    help: 'Choose the hop, or the log, to the right.',
    footer: 2,
    when: (now) => inPane(now) && ['hops', 'hop', 'logs'].includes(now.pane),
  },
  {
    command: 'choose-previous',
    keys: ['up', 'k'],
    label: 'up',
    help: 'Choose the step above.',
    footer: 2,
    when: (now) => inPane(now) && now.pane === 'steps',
  },
  {
    command: 'choose-next',
    keys: ['down', 'j'],
    label: 'down',
    help: 'Choose the step below.',
    footer: 2,
    when: (now) => inPane(now) && now.pane === 'steps',
  },
  {
    command: 'close-pane',
    keys: ['escape', 'b', 'backspace'],
    label: 'back',
    help: 'Close what was opened.',
    footer: 1,
    when: inPane,
  },
];
