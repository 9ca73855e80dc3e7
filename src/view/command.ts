const VIEW_COMMANDS = [
  'next-field',
  'next',
  'back',
  'open',
  'jump',
  'hint',
  'fill-in',
  'previous-choice',
  'next-choice',
  'step-through',
  'play',
  'slow-motion',
  'hops',
  'compare',
  'token',
  'otherwise',
  'all-rows',
  'logs',
  'glossary',
  'steps',
  'keys',
  'zoom',
  'second-pane',
  'search',
  'find-first',
  'find-next',
  'find-previous',
  'search-no-more',
  'choose-previous',
  'choose-next',
  'scroll-up',
  'scroll-down',
  'page-up',
  'page-down',
  'to-top',
  'to-end',
  'next-word',
  'previous-word',
  'close-word',
  'close-pane',
  'to-step',
] as const;
/** What changes nothing but the view. */
export type ViewCommand = (typeof VIEW_COMMANDS)[number];

const ACT_COMMANDS = [
  'erase',
  'erase-all',
  'submit',
  'answer',
  'predict',
  'ask-again',
  'bring-up',
  'run',
  'send',
  'run-through',
  'retry',
  'again',
  'verify',
  'skip',
  'reset-step',
  'copy',
  'copy-shown',
  'cancel',
  'interrupt',
  'suspend',
  'finish',
  'quit',
] as const;
/** What acts on the login, the lesson, the terminal or the program. */
export type ActCommand = (typeof ACT_COMMANDS)[number];

/** Everything that a key can do. */
export const COMMANDS = [...VIEW_COMMANDS, ...ACT_COMMANDS] as const;
/** One of them. */
export type CommandName = (typeof COMMANDS)[number];

/** A command, and of several things that it can be done to, choices or answers, the place of the one that is meant, from 0. */
export interface KeyCommand {
  readonly name: CommandName;
  readonly which: number;
}
