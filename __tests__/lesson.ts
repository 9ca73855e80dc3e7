import { stepsOf } from '../src/lesson/chapter.ts';
import { COURSE } from '../steps/index.ts';

/** Every step of the course, and their ids, in its order. */
export const LESSON = stepsOf(COURSE);
export const STEP_IDS: readonly string[] = LESSON.map(({ id }) => id);
