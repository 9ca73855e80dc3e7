import type { Situation } from '../situation.ts';
import type { KeyBinding } from './binding.ts';
import { acts, canRunThrough, hasFailed, inPane, isOver, onStep } from './when.ts';

/** Where a text was searched for, letters lead from place to place. */
const unlessSearched = (key: string, { searched }: Situation) => key.length > 1 || !searched;

/** What leads through the lesson: ⏎ above all. */
export const GO_ON_KEYS: readonly KeyBinding[] = [
  {
    command: 'predict',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    hasKey: (key, { choices }) => Number(key) <= choices,
    label: 'predict',
    help: 'Say what you think will happen, before you see it.',
    footer: 1,
    when: (now) => onStep(now) && now.choices > 0,
  },
  {
    command: 'bring-up',
    keys: ['return'],
    label: 'bring up',
    help: 'Do the steps that this one stands on, and that are not done in this run.',
    footer: 1,
    when: (now) => onStep(now) && now.unmet && (now.status === 'waiting' || hasFailed(now)),
  },
  {
    command: 'run',
    keys: ['return', 'r'],
    label: 'run',
    help: 'Do the step: it acts, and then looks whether that worked.',
    footer: 1,
    when: (now) => acts(now) && !now.unmet && now.status === 'waiting',
  },
  {
    command: 'run',
    keys: ['r'],
    label: 'run',
    help: 'Do the step all the same.',
    footer: 3,
    when: (now) => acts(now) && now.unmet && now.status === 'waiting',
  },
  {
    command: 'retry',
    keys: ['return', 'r'],
    label: 'retry',
    help: 'Do a step again that failed.',
    footer: 1,
    when: (now) => acts(now) && !now.unmet && hasFailed(now),
  },
  {
    command: 'retry',
    keys: ['r'],
    label: 'retry',
    help: 'Do a step again that failed, though what it stands on is not there.',
    footer: 2,
    when: (now) => acts(now) && now.unmet && hasFailed(now),
  },
  {
    command: 'run-through',
    keys: ['w'],
    label: 'hop by hop',
    help: 'Do the step, and go through its call hop by hop: what comes of it is not told before.',
    footer: 2,
    when: canRunThrough,
  },
  {
    command: 'ask-again',
    keys: ['return'],
    label: 'asked again',
    help: 'Be asked again, at the end of a chapter, what you have predicted wrongly.',
    footer: 1,
    when: (now) => onStep(now) && isOver(now) && now.missed,
  },
  {
    command: 'next',
    keys: ['return', 'n', 'right'],
    hasKey: unlessSearched,
    label: 'next',
    help: 'Go on to the next step.',
    footer: 1,
    when: (now) => onStep(now) && isOver(now) && !now.last && !now.missed,
  },
  {
    command: 'next',
    keys: ['n', 'right'],
    hasKey: unlessSearched,
    label: 'next',
    help: 'Look at the next step.',
    footer: 3,
    when: (now) => onStep(now) && (!isOver(now) || now.missed) && !now.last,
  },
  {
    command: 'finish',
    keys: ['return'],
    label: 'finish',
    help: 'End the lesson, when you are asked and say so: the lab is ended, and a receipt is left behind.',
    footer: 1,
    when: (now) => onStep(now) && isOver(now) && now.last && !now.missed,
  },
  {
    command: 'open',
    keys: ['return'],
    label: 'open',
    help: 'Open the chosen hop: its request and its answer, header by header.',
    footer: 1,
    when: (now) => inPane(now) && now.pane === 'hops' && now.evidence,
  },
  {
    command: 'jump',
    keys: ['return'],
    label: 'go there',
    help: 'Go to the chosen step.',
    footer: 1,
    when: (now) => inPane(now) && now.pane === 'steps',
  },
];
