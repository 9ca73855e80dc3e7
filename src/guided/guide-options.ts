import type { TutorialError } from '../errors.ts';
import type { Progress } from '../lesson/progress.ts';
import type { Session } from '../lesson/session.ts';
import type { Typed } from '../run/open-lesson.ts';
import type { About, Size, StepText } from '../view/view.ts';

/** A lesson that is open, as far as the keyboard drives it. */
export interface DrivenLesson {
  readonly session: Pick<Session<never>, 'run' | 'verify' | 'skip' | 'reset' | 'predict' | 'state'>;
  /** The words of the steps, with the commands for the lab as it stands. */
  texts(): readonly StepText[];
  /** Whether the user's password was made at random. */
  readonly passwordMade: boolean;
}

/** What a guide is given: a lesson to drive, and everything that it may do outside of it. */
export interface GuideOptions {
  readonly about: About;
  readonly size: Size;
  /** The end of the program, from outside. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Why there is no progress though there should be. */
  readonly problem?: string;
  /** The step to begin with; the learner is not asked then. */
  readonly from?: string;
  open(typed: Typed): Promise<DrivenLesson>;
  save(progress: Progress): void;
  /** Stops the program until the shell continues it. */
  suspend?(): void;
  /** Copies a command, or what is shown, and says where to. */
  copy(text: string, what: 'command' | 'shown'): Promise<string>;
}

/** How the walkthrough ended. */
export type Ending =
  | { readonly by: 'quit' | 'finish' | 'interrupt' }
  | { readonly by: 'fault'; readonly error: TutorialError };
