import type { Chapter, CourseWords } from '../lesson/chapter.ts';
import type { Shell } from '../lesson/shell.ts';
import type { SessionState, StepState } from '../lesson/state.ts';
import type { Command, Step } from '../lesson/step.ts';
import type { Form, GuidedState } from './guided-state.ts';

/** A chapter's words, and what there is to see of it from each of its steps. */
export type ChapterText = Pick<Chapter<never>, 'id' | 'title' | 'way' | 'glossary' | 'exhibits'>;

/** A step's words, with the commands for the lab as it stands. */
export interface StepText
  extends Pick<
    Step<never>,
    | 'id'
    | 'title'
    | 'standsOn'
    | 'starts'
    | 'keyIdea'
    | 'explanation'
    | 'afterwards'
    | 'prediction'
    | 'form'
    | 'exhibits'
    | 'hints'
    | 'notByHand'
  > {
  readonly chapter: ChapterText;
  readonly commands: readonly Command[];
}

/** Whether text stands on a light or a dark ground; unknown where the terminal does not say. */
export type Background = 'light' | 'dark' | 'unknown';

/** Of the terminal, in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What does not change while the program runs. */
export interface About {
  readonly version: string;
  readonly course: CourseWords;
  /** What the form offers: the one in USER_PASSWORD, or where one comes from when the field is left empty. */
  readonly password: 'given' | 'known' | 'made' | 'made or known';
  /** Whether nobody knows the password of the user, so that by-hand logins need one of the learner's own. */
  readonly passwordMade: boolean;
  readonly userName: string;
  /** What is asked for at first; nothing where nobody logs in. */
  readonly asksFor: readonly Form['field'][];
  /** Why no password is asked for, where none is; a sentence. */
  readonly instead?: string;
  /** Whether keys are told by words, for want of glyphs. */
  readonly keysInWords: boolean;
  /** Whether the program can be left for the shell, and come back to. */
  readonly canSuspend: boolean;
  /** The shell that the commands by hand are written for. */
  readonly shell: Shell;
  /** Where the run's log is. */
  readonly log: string;
}

/** All that the screen is a function of. */
export interface View {
  readonly session: SessionState;
  readonly guided: GuidedState;
  readonly lesson: readonly StepText[];
  readonly size: Size;
  readonly background: Background;
  readonly about: About;
}

/** The words of the step that is shown. */
export function textOf({ lesson }: Pick<View, 'lesson'>, id: string): StepText {
  const text = lesson.find((step) => step.id === id);
  if (!text) throw new Error(`no step ${id}`);
  return text;
}

/** The state of a step; undefined before the session has started. */
export function stateOf({ session }: Pick<View, 'session'>, id: string): StepState | undefined {
  return session.steps.find((step) => step.id === id);
}

/** Whether a step's key idea may be told: before a prediction it would give that away. */
export function tellsKeyIdea(
  view: Pick<View, 'session'>,
  { id, prediction }: Pick<StepText, 'id' | 'prediction'>,
): boolean {
  return !prediction || stateOf(view, id)?.status === 'done';
}
