import type { Situation } from './situation.ts';

export type CommandName =
  | 'next-field'
  | 'submit'
  | 'erase'
  | 'predict'
  | 'run'
  | 'next'
  | 'finish'
  | 'open'
  | 'jump'
  | 'verify'
  | 'retry'
  | 'again'
  | 'skip'
  | 'back'
  | 'hint'
  | 'copy'
  | 'hops'
  | 'compare'
  | 'token'
  | 'without-scope'
  | 'logs'
  | 'glossary'
  | 'steps'
  | 'zoom'
  | 'choose-previous'
  | 'choose-next'
  | 'scroll-up'
  | 'scroll-down'
  | 'page-up'
  | 'page-down'
  | 'to-top'
  | 'to-end'
  | 'close-pane'
  | 'cancel'
  | 'interrupt'
  | 'keys'
  | 'quit';

/** One row of the table that drives dispatch, footer, help and the documentation. */
export interface KeyBinding {
  readonly command: CommandName;
  /** Names as keyNames() gives them; the first ones are shown. */
  readonly keys: readonly string[];
  /** How the keys are written. */
  readonly shown: string;
  /** One or two words for the footer. */
  readonly label: string;
  /** A sentence for the help. */
  readonly help: string;
  /** Which keys go first when the footer is narrow, 1 before 2; without it, the key is in the help alone. */
  readonly footer?: 1 | 2 | 3;
  when(situation: Situation): boolean;
}

const onLesson = ({ phase, question, busy }: Situation) => phase === 'lesson' && !question && !busy;
const onStep = (now: Situation) => onLesson(now) && now.pane === 'step';
const inPane = (now: Situation) => onLesson(now) && now.pane !== 'step';
const onForm = ({ phase, question, busy }: Situation) => phase === 'welcome' && !question && !busy;
const isDone = ({ status }: Situation) => status === 'done';
const isOver = ({ status }: Situation) => status === 'done' || status === 'skipped';
const hasFailed = ({ status }: Situation) => status === 'failed' || status === 'cancelled';

/** In the order of the footer. Where two rows share a key, they are never valid at once; a test holds that. */
export const KEY_TABLE: readonly KeyBinding[] = [
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
  {
    command: 'predict',
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shown: '1-9',
    label: 'predict',
    help: 'Say what you think will happen, before you see it.',
    footer: 1,
    when: (now) => onStep(now) && now.choices > 0,
  },
  {
    command: 'run',
    keys: ['return'],
    shown: '⏎',
    label: 'run',
    help: 'Do the step: it acts, and then looks whether that worked.',
    footer: 1,
    when: (now) => onStep(now) && now.status === 'waiting',
  },
  {
    command: 'retry',
    keys: ['r', 'return'],
    shown: '⏎',
    label: 'retry',
    help: 'Do a step again that failed.',
    footer: 1,
    when: (now) => onStep(now) && hasFailed(now),
  },
  {
    command: 'next',
    keys: ['return', 'n', 'right'],
    shown: '⏎',
    label: 'next',
    help: 'Go on to the next step; n and → do so before the step is done, too.',
    footer: 1,
    when: (now) => onStep(now) && isOver(now) && !now.last,
  },
  {
    command: 'next',
    keys: ['n', 'right'],
    shown: 'n',
    label: 'next',
    help: 'Look at the next step.',
    footer: 3,
    when: (now) => onStep(now) && !isOver(now) && !now.last,
  },
  {
    command: 'finish',
    keys: ['return'],
    shown: '⏎',
    label: 'finish',
    help: 'End the lesson: the lab is ended, and a receipt is left behind.',
    footer: 1,
    when: (now) => onStep(now) && isOver(now) && now.last,
  },
  {
    command: 'open',
    keys: ['return'],
    shown: '⏎',
    label: 'open',
    help: 'Open the chosen hop: its request and its answer, header by header.',
    footer: 1,
    when: (now) => inPane(now) && now.pane === 'hops' && now.call,
  },
  {
    command: 'jump',
    keys: ['return'],
    shown: '⏎',
    label: 'go there',
    help: 'Go to the chosen step.',
    footer: 1,
    when: (now) => inPane(now) && now.pane === 'steps',
  },
  {
    command: 'choose-previous',
    keys: ['left', 'h', 'shift-tab'],
    shown: '←',
    label: 'before',
    help: 'Choose the hop, or the log, to the left.',
    footer: 2,
    when: (now) => inPane(now) && ['hops', 'hop', 'logs'].includes(now.pane),
  },
  {
    command: 'choose-next',
    keys: ['right', 'l', 'tab'],
    shown: '→',
    label: 'after',
    help: 'Choose the hop, or the log, to the right.',
    footer: 2,
    when: (now) => inPane(now) && ['hops', 'hop', 'logs'].includes(now.pane),
  },
  {
    command: 'choose-previous',
    keys: ['up', 'k'],
    shown: '↑',
    label: 'up',
    help: 'Choose the step above.',
    footer: 2,
    when: (now) => inPane(now) && now.pane === 'steps',
  },
  {
    command: 'choose-next',
    keys: ['down', 'j'],
    shown: '↓',
    label: 'down',
    help: 'Choose the step below.',
    footer: 2,
    when: (now) => inPane(now) && now.pane === 'steps',
  },
  {
    command: 'close-pane',
    keys: ['escape', 'b', 'backspace'],
    shown: 'esc',
    label: 'back',
    help: 'Close what was opened.',
    footer: 1,
    when: inPane,
  },
  {
    command: 'verify',
    keys: ['v'],
    shown: 'v',
    label: 'verify',
    help: 'Only look: for when you did the step by hand.',
    footer: 2,
    when: onStep,
  },
  {
    command: 'again',
    keys: ['r'],
    shown: 'r',
    label: 'run again',
    help: 'Do a step again that is done.',
    footer: 3,
    when: (now) => onStep(now) && isOver(now),
  },
  {
    command: 'skip',
    keys: ['s'],
    shown: 's',
    label: 'skip',
    help: 'Leave the step out and go on.',
    footer: 3,
    when: (now) => onStep(now) && !isDone(now),
  },
  {
    command: 'copy',
    keys: ['c'],
    shown: 'c',
    label: 'copy',
    help: 'Copy the next of the commands by hand, to the clipboard and into a file.',
    footer: 2,
    when: (now) => onStep(now) && now.commands,
  },
  {
    command: 'hint',
    keys: ['h'],
    shown: 'h',
    label: 'hint',
    help: 'A hint: a nudge first, then a pointer, then the answer.',
    footer: 2,
    when: (now) => onStep(now) && now.hintsLeft,
  },
  {
    command: 'hops',
    keys: ['e'],
    shown: 'e',
    label: 'evidence',
    help: 'The newest call, hop by hop; each opens into its HTTP exchange.',
    footer: 2,
    when: (now) => onLesson(now) && now.pane !== 'hops' && now.call,
  },
  {
    command: 'compare',
    keys: ['d'],
    shown: 'd',
    label: 'difference',
    help: 'The unauthorized and the authorized call side by side.',
    footer: 3,
    when: (now) => onLesson(now) && now.pane !== 'compare' && now.both,
  },
  {
    command: 'token',
    keys: ['t'],
    shown: 't',
    label: 'token',
    help: 'The access token, decoded and explained.',
    footer: 2,
    when: (now) => onLesson(now) && now.pane !== 'token' && now.token,
  },
  {
    command: 'without-scope',
    keys: ['f'],
    shown: 'f',
    label: 'without the scope',
    help: 'In the token: what would be missing without the scope?',
    footer: 1,
    when: (now) => inPane(now) && now.pane === 'token',
  },
  {
    command: 'logs',
    keys: ['l'],
    shown: 'l',
    label: 'logs',
    help: 'The parts and their logs, live.',
    footer: 2,
    when: (now) => onLesson(now) && !['logs', 'hops', 'hop'].includes(now.pane),
  },
  {
    command: 'glossary',
    keys: ['g'],
    shown: 'g',
    label: 'glossary',
    help: 'The words of this lesson.',
    footer: 3,
    when: (now) => onLesson(now) && now.pane !== 'glossary',
  },
  {
    command: 'steps',
    keys: ['m'],
    shown: 'm',
    label: 'steps',
    help: 'The list of steps: see what is done, and go to any of them.',
    footer: 3,
    when: (now) => onLesson(now) && now.pane !== 'steps',
  },
  {
    command: 'zoom',
    keys: ['z'],
    shown: 'z',
    label: 'zoom',
    help: 'Give the step the whole width, or take it back.',
    footer: 3,
    when: (now) => onStep(now) && now.zoomable,
  },
  {
    command: 'back',
    keys: ['b', 'left', 'p'],
    shown: 'b',
    label: 'back',
    help: 'Go back to the step before.',
    footer: 3,
    when: (now) => onStep(now) && !now.first,
  },
  {
    command: 'scroll-up',
    keys: ['up', 'k'],
    shown: '↑ k',
    label: 'up',
    help: 'Scroll up by a line.',
    when: (now) => onLesson(now) && now.scrollable && now.pane !== 'steps',
  },
  {
    command: 'scroll-down',
    keys: ['down', 'j'],
    shown: '↓ j',
    label: 'scroll',
    help: 'Scroll down by a line.',
    footer: 2,
    when: (now) => onLesson(now) && now.scrollable && now.pane !== 'steps',
  },
  {
    command: 'page-up',
    keys: ['pageup', 'ctrl-u', 'ctrl-b'],
    shown: 'PgUp',
    label: 'page up',
    help: 'Scroll up by a page; Ctrl-U does the same.',
    when: (now) => onLesson(now) && now.scrollable,
  },
  {
    command: 'page-down',
    keys: ['pagedown', 'ctrl-d', 'ctrl-f', ' '],
    shown: 'PgDn',
    label: 'page down',
    help: 'Scroll down by a page; Ctrl-D and the space bar do the same.',
    when: (now) => onLesson(now) && now.scrollable,
  },
  {
    command: 'to-top',
    keys: ['home'],
    shown: 'Home',
    label: 'top',
    help: 'Scroll to the top.',
    when: (now) => onLesson(now) && now.scrollable,
  },
  {
    command: 'to-end',
    keys: ['end', 'G'],
    shown: 'End G',
    label: 'end',
    help: 'Scroll to the end; a log follows its newest line from there.',
    when: (now) => onLesson(now) && now.scrollable,
  },
  {
    command: 'cancel',
    keys: ['escape'],
    shown: 'esc',
    label: 'cancel',
    help: 'Cancel the work that is going on; the lab stays as it is.',
    footer: 1,
    when: ({ busy, question, cancelling, closing }) => busy && !question && !cancelling && !closing,
  },
  {
    command: 'interrupt',
    keys: ['ctrl-c'],
    shown: 'Ctrl-C',
    label: 'cancel',
    help: 'Cancel the work that is going on; twice in a row, end the program.',
    when: ({ phase }) => phase === 'lesson',
  },
  {
    command: 'keys',
    keys: ['?'],
    shown: '?',
    label: 'keys',
    help: 'All keys that are valid now.',
    footer: 1,
    when: (now) => onLesson(now) && now.pane !== 'keys',
  },
  {
    command: 'quit',
    keys: ['q'],
    shown: 'q',
    label: 'quit',
    help: 'End the program and the lab; where you are is remembered.',
    footer: 1,
    when: ({ phase, question, closing }) => phase === 'lesson' && !question && !closing,
  },
];

/** The row that answers to a key now. */
export function bindingFor(key: string, now: Situation): KeyBinding | undefined {
  return KEY_TABLE.find(({ keys, when }) => keys.includes(key) && when(now));
}

/** The rows that are valid now, in the order of the footer. */
export function validBindings(now: Situation): readonly KeyBinding[] {
  return KEY_TABLE.filter(({ when }) => when(now));
}
