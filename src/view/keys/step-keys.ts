import type { KeyBinding } from './binding.ts';
import { acts, isDone, isOver, onStep } from './when.ts';

/** What else can be done with a step. */
export const STEP_KEYS: readonly KeyBinding[] = [
  {
    command: 'verify',
    keys: ['v'],
    label: 'verify',
    help: 'Only look: for when you did the step by hand.',
    footer: 2,
    when: onStep,
  },
  {
    command: 'again',
    keys: ['r'],
    label: 'run again',
    help: 'Do a step again that is done.',
    footer: 3,
    when: (now) => acts(now) && isDone(now),
  },
  {
    command: 'again',
    keys: ['r'],
    label: 'run',
    help: 'Do a step after all that was left out.',
    footer: 1,
    when: (now) => acts(now) && isOver(now) && !isDone(now),
  },
  {
    command: 'skip',
    keys: ['s'],
    label: 'skip',
    help: 'Leave the step out and go on.',
    footer: 3,
    when: (now) => onStep(now) && !isDone(now),
  },
  {
    command: 'reset-step',
    keys: ['x'],
    label: 'reset',
    help: 'Forget what was proved and predicted of the step, when you are asked and say so: it is as not done. What it did to the lab stays.',
    footer: 3,
    when: (now) => onStep(now) && now.resettable,
  },
  {
    command: 'copy',
    keys: ['c'],
    label: 'copy',
    help: 'Copy the next of the commands by hand, to the clipboard and into a file.',
    footer: 2,
    when: (now) => onStep(now) && now.commands,
  },
  {
    command: 'hint',
    keys: ['h'],
    label: 'hint',
    help: 'A hint: a nudge first, then a pointer, then the answer.',
    footer: 2,
    when: (now) => onStep(now) && now.hintsLeft,
  },
];
