import type { Happening } from '../../src/lesson/events.ts';
import type { GuidedState } from '../../src/view/guided-state.ts';
import type { StepText, View } from '../../src/view/view.ts';
import { LESSON_TEXT, STARTED, viewOf } from './fixture.ts';

/** The title of the other chapter. */
export const SECOND = 'A client with a secret, and what becomes of it';
const WAY = ['you', 'tool'];

const step = (id: string, title: string): StepText => ({
  id,
  title,
  chapter: { id: 'secret', title: SECOND, way: WAY, glossary: [] },
  keyIdea: 'A secret is kept.',
  explanation: ['It is told to nobody.'],
  hints: ['One.', 'Two.', 'Three.'],
  commands: [],
});
/** Its steps. */
export const LOCKED = [step('5a', 'Secret'), step('5b', 'Use of it')];

/** A session over the course and one more chapter. */
export const STARTED_BOTH = {
  ...STARTED,
  chapters: [
    ...(STARTED.type === 'session-started' ? STARTED.chapters : []),
    { id: 'secret', title: SECOND, way: WAY, steps: LOCKED.map(({ id, title }) => ({ id, title })) },
  ],
} as Happening;

/** A view of a course of two chapters. */
export function viewOfBoth(
  happenings: readonly Happening[],
  guided: Partial<GuidedState> = {},
  size: Partial<View['size']> = {},
): View {
  return { ...viewOf([STARTED_BOTH, ...happenings], guided, size), lesson: [...LESSON_TEXT, ...LOCKED] };
}
