import type { ChapterState } from './run-words.ts';
import type { SessionState } from './state.ts';

/** The chapter that a step belongs to; undefined before the session has started. */
export function chapterOf({ chapters }: Pick<SessionState, 'chapters'>, step: string): ChapterState | undefined {
  return chapters.find(({ steps }) => steps.includes(step));
}

/** Columns that the ids of a step's chapter need below each other. */
export function idWidth(state: Pick<SessionState, 'chapters'>, step: string): number {
  return Math.max(2, ...(chapterOf(state, step)?.steps ?? []).map((id) => id.length));
}

/** The title of the chapter that begins with this step, to be said above it; undefined elsewhere, and where the course has no other chapter. */
export function chapterHead({ chapters }: Pick<SessionState, 'chapters'>, step: string): string | undefined {
  return chapters.length < 2 ? undefined : chapters.find(({ steps }) => steps[0] === step)?.title;
}
