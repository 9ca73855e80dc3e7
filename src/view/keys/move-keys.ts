import type { Situation } from '../situation.ts';
import type { KeyBinding } from './binding.ts';
import { inHelp, onLesson } from './when.ts';

/** A list of steps goes where its chosen one is. */
const scrolls = (now: Situation) => onLesson(now) && now.scrollable && now.pane !== 'steps';

/** Scrolling, and the ways out. */
export const MOVE_KEYS: readonly KeyBinding[] = [
  {
    command: 'scroll-up',
    keys: ['up', 'k'],
    label: 'up',
    help: 'Scroll up by a line.',
    when: scrolls,
  },
  {
    command: 'scroll-down',
    keys: ['down', 'j'],
    label: 'scroll',
    help: 'Scroll down by a line.',
    footer: 2,
    when: scrolls,
  },
  {
    command: 'page-up',
    keys: ['pageup', 'ctrl-u', 'ctrl-b'],
    label: 'page up',
    help: 'Scroll up by a page.',
    when: scrolls,
  },
  {
    command: 'page-down',
    keys: ['pagedown', 'ctrl-d', 'ctrl-f', ' '],
    label: 'page down',
    help: 'Scroll down by a page.',
    when: scrolls,
  },
  {
    command: 'to-top',
    keys: ['home'],
    label: 'top',
    help: 'Scroll to the top.',
    when: scrolls,
  },
  {
    command: 'to-end',
    keys: ['end', 'G'],
    label: 'end',
    help: 'Scroll to the end; a log follows its newest line from there.',
    when: scrolls,
  },
  {
    command: 'cancel',
    keys: ['escape'],
    label: 'cancel',
    help: 'Cancel the work that is going on; the lab stays as it is.',
    footer: 1,
    when: ({ busy, question, cancelling, closing }) => busy && !question && !cancelling && !closing,
  },
  {
    command: 'interrupt',
    keys: ['ctrl-c'],
    label: 'cancel',
    help: 'Cancel the work that is going on; twice in a row, end the program.',
    when: ({ phase }) => phase === 'lesson',
  },
  {
    command: 'suspend',
    keys: ['ctrl-z'],
    label: 'to the shell',
    help: 'Go back to the shell for a while; fg comes here again. The lab goes on.',
    when: ({ canSuspend }) => canSuspend,
  },
  {
    command: 'keys',
    keys: ['?'],
    label: 'keys',
    help: 'All keys that are valid now; once more, back to where you were.',
    footer: 1,
    when: (now) => onLesson(now) && now.pane !== 'keys',
  },
  {
    command: 'quit',
    keys: ['q'],
    label: 'quit',
    help: 'End the program and the lab; where you are is remembered.',
    footer: 1,
    when: (now) =>
      now.phase === 'lesson' && !now.question && !now.closing && !now.typing && now.pane !== 'form' && !inHelp(now),
  },
];
