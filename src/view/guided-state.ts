import type { FormValues } from '../lesson/form.ts';
import { type OpenPane, STEP_OPEN } from './open-pane.ts';
import { UNZOOMED, type Zoom } from './scroll.ts';
import type { SecondPane } from './second-pane.ts';

/** Work that keeps the keyboard: one step, or the steps that lead to one. */
export interface Work {
  readonly kind: 'open' | 'run' | 'verify' | 'bring-back' | 'close';
  readonly step: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly cancelling: boolean;
}

/** A question with one key for each answer. */
export interface Question {
  readonly text: string;
  readonly answers: readonly { readonly key: string; readonly label: string; readonly value: string }[];
  /** Until when it is asked, in milliseconds since the epoch, where that is told. */
  readonly until?: number;
  /** Rows of a picture that belongs to it, all of one width; drawn as they are. */
  readonly picture?: readonly string[];
  /** Whether nothing of the step is shown beside it: that may be the answer. */
  readonly alone?: boolean;
}

/** The login form. The password's text is not in it. */
export interface Form {
  readonly field: 'name' | 'password';
  readonly userName: string;
  readonly passwordLength: number;
}

/** What the keyboard has done to the view. Everything about the lesson is in the session's state. */
export interface GuidedState extends OpenPane {
  readonly phase: 'welcome' | 'lesson';
  readonly form: Form;
  /** The step that is shown; none before the lesson is open. */
  readonly step: string;
  readonly zoom: Zoom;
  /** What stands beside a step, where there is room. */
  readonly second: SecondPane;
  /** Whether a call is gone through in slow motion. */
  readonly slow: boolean;
  /** What stands in the forms of the steps, as far as it was changed. It is kept when a form is closed. */
  readonly drafts: Readonly<Record<string, FormValues>>;
  /** Chapters, by id, whose wrong predictions were asked again, or left. */
  readonly askedAgain: readonly string[];
  /** Rungs of hints shown, 0 to 3. */
  readonly hints: Readonly<Record<string, number>>;
  /** Whether the newest was asked for just now, to be read before all else. */
  readonly hintOpen: boolean;
  readonly work: Work | undefined;
  readonly question: Question | undefined;
  /** One line about what a key did. */
  readonly notice: string;
  /** Interrupts in a row. */
  readonly interrupts: number;
  /** By-hand command that the copy key takes next. */
  readonly copyNext: number;
  /** Steps that an earlier run proved. */
  readonly earlier: readonly string[];
}

/** The view before anything was pressed. */
export function initialGuidedState(userName: string): GuidedState {
  return {
    ...STEP_OPEN,
    phase: 'welcome',
    form: { field: 'name', userName, passwordLength: 0 },
    step: '',
    zoom: UNZOOMED,
    second: 'logs',
    slow: false,
    drafts: {},
    askedAgain: [],
    hints: {},
    hintOpen: false,
    work: undefined,
    question: undefined,
    notice: '',
    interrupts: 0,
    copyNext: 0,
    earlier: [],
  };
}
