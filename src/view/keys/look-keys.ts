import type { KeyBinding } from './binding.ts';
import { inPane, onLesson, onStep } from './when.ts';

/** What there is to look at. */
export const LOOK_KEYS: readonly KeyBinding[] = [
  {
    command: 'hops',
    keys: ['e'],
    label: 'evidence',
    help: 'The newest call, hop by hop; each opens into its HTTP exchange.',
    footer: 2,
    when: (now) => onLesson(now) && now.pane !== 'hops' && now.call,
  },
  {
    command: 'compare',
    keys: ['d'],
    label: 'difference',
    help: 'What the chapter compares, side by side.',
    footer: 3,
    when: (now) => onLesson(now) && now.pane !== 'compare' && now.columns,
  },
  {
    command: 'token',
    keys: ['t'],
    label: 'token',
    help: 'The access token, decoded and explained.',
    footer: 2,
    when: (now) => onLesson(now) && now.pane !== 'token' && now.token,
  },
  {
    command: 'otherwise',
    keys: ['f'],
    label: 'what if',
    help: 'In the token: what would be different under another condition.',
    footer: 1,
    when: (now) => inPane(now) && now.pane === 'token' && now.otherwise,
  },
  {
    command: 'logs',
    keys: ['l'],
    label: 'logs',
    help: 'The parts and their logs, live.',
    footer: 2,
    when: (now) => onLesson(now) && !['logs', 'hops', 'hop'].includes(now.pane),
  },
  {
    command: 'glossary',
    keys: ['g'],
    label: 'glossary',
    help: 'The words of this lesson.',
    footer: 3,
    when: (now) => onLesson(now) && now.pane !== 'glossary',
  },
  {
    command: 'steps',
    keys: ['m'],
    label: 'steps',
    help: 'The list of steps: see what is done, and go to any of them.',
    footer: 3,
    when: (now) => onLesson(now) && now.pane !== 'steps',
  },
  {
    command: 'zoom',
    keys: ['z'],
    label: 'zoom',
    help: 'Give the step the whole width, or take it back.',
    footer: 3,
    when: (now) => onStep(now) && now.zoomable,
  },
  {
    command: 'back',
    keys: ['b', 'left', 'p'],
    label: 'back',
    help: 'Go back to the step before.',
    footer: 3,
    when: (now) => onStep(now) && !now.first,
  },
];
