import type { Situation } from '../situation.ts';
import type { KeyBinding } from './binding.ts';
import { inHelp, inPane } from './when.ts';

const goesThrough = (now: Situation) => inPane(now) && now.pane === 'through' && now.crossings;

/** In what another key has opened. */
export const PANE_KEYS: readonly KeyBinding[] = [
  {
    command: 'choose-next',
    keys: ['return', 'right', 'tab'],
    label: 'let it go on',
    help: 'Let the call go on, to the next party or back from it.',
    footer: 1,
    when: (now) => goesThrough(now) && !now.arrived,
  },
  {
    command: 'to-step',
    keys: ['return'],
    label: 'to the step',
    help: 'Go back to the step: the call has come back to whoever made it.',
    footer: 1,
    when: (now) => goesThrough(now) && now.arrived,
  },
  {
    command: 'play',
    keys: ['p'],
    label: 'play',
    help: 'Let the call go on by itself; from its beginning, where it is at its end.',
    footer: 1,
    when: goesThrough,
  },
  {
    command: 'slow-motion',
    keys: ['s'],
    label: 'slow motion',
    help: 'Let it move more slowly, or as fast as before.',
    footer: 2,
    when: goesThrough,
  },
  {
    command: 'choose-previous',
    keys: ['left', 'shift-tab'],
    label: 'before',
    help: 'Look at the hop before once more.',
    footer: 2,
    when: goesThrough,
  },
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
    command: 'page-up',
    keys: ['pageup'],
    label: 'chapter before',
    help: 'Choose the first step of the chapter, or of the one before.',
    when: (now) => inPane(now) && now.pane === 'steps',
  },
  {
    command: 'page-down',
    keys: ['pagedown'],
    label: 'next chapter',
    help: 'Choose the first step of the next chapter.',
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
  {
    command: 'close-pane',
    keys: ['?', 'q'],
    label: 'close',
    help: 'Close the help, and no more than that.',
    footer: 1,
    when: inHelp,
  },
];
