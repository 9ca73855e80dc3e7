import type { TutorialError } from '../errors.ts';
import type { Progress } from '../lesson/progress.ts';
import type { About, Size } from '../view/view.ts';
import type { OpenLesson, Typed } from './open-lesson.ts';

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
  open(typed: Typed): Promise<OpenLesson>;
  save(progress: Progress): void;
  /** Stops the program until the shell continues it. */
  suspend?(): void;
  /** Copies a command, and says where to. */
  copy(text: string): Promise<string>;
}

/** How the walkthrough ended. */
export type Ending =
  | { readonly by: 'quit' | 'finish' | 'interrupt' }
  | { readonly by: 'fault'; readonly error: TutorialError };
