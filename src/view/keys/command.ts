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
  | 'erase-all'
  | 'submit'
  | 'answer'
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

/** A command, and of several things that it can be done to, choices or answers, the place of the one that is meant, from 0. */
export interface KeyCommand {
  readonly name: CommandName;
  readonly which: number;
}
