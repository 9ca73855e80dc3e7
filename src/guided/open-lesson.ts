import type { Session } from '../lesson/session.ts';
import type { SessionState } from '../lesson/state.ts';
import type { StepText } from '../view/view.ts';

/** The credentials as they were typed; nothing where nothing was. */
export interface Typed {
  readonly userName: string;
  readonly password: string;
}

/** A session over a lab, as far as the keyboard drives it. */
export interface OpenLesson {
  readonly session: Pick<Session<never>, 'run' | 'verify' | 'skip'>;
  state(): SessionState;
  /** The words of the steps, with the commands for the lab as it stands. */
  texts(): readonly StepText[];
  /** Whether the user's password was made at random. */
  readonly passwordMade: boolean;
}
