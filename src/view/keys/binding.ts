import type { Situation } from '../situation.ts';

/** What changes nothing but the view. */
export type ViewCommand =
  | 'next-field'
  | 'predict'
  | 'next'
  | 'back'
  | 'open'
  | 'jump'
  | 'hint'
  | 'hops'
  | 'compare'
  | 'token'
  | 'without-scope'
  | 'logs'
  | 'glossary'
  | 'steps'
  | 'keys'
  | 'zoom'
  | 'choose-previous'
  | 'choose-next'
  | 'scroll-up'
  | 'scroll-down'
  | 'page-up'
  | 'page-down'
  | 'to-top'
  | 'to-end'
  | 'close-pane';

/** What acts on the login, the lesson, the terminal or the program. */
export type ActCommand =
  | 'erase'
  | 'submit'
  | 'bring-up'
  | 'run'
  | 'retry'
  | 'again'
  | 'verify'
  | 'skip'
  | 'copy'
  | 'cancel'
  | 'interrupt'
  | 'suspend'
  | 'finish'
  | 'quit';

/** Everything that a key can do. */
export type CommandName = ViewCommand | ActCommand;

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
