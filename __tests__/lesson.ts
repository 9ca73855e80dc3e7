import { stepsOf } from '../src/lesson/chapter.ts';
import { COURSE } from '../steps/index.ts';

/** Every step of the course, and their ids, in its order. */
export const LESSON = stepsOf(COURSE);
export const STEP_IDS: readonly string[] = LESSON.map(({ id }) => id);

/** What the program says of a run in which every step was proved. */
export const ALL_OF_THEM = `${LESSON.length} of ${LESSON.length}`;

/** The place of a step in its chapter, as it is said. */
export function placeOf(id: string): string {
  const steps = COURSE.map((chapter) => chapter.steps.map((step) => step.id)).find((ids) => ids.includes(id)) ?? [];
  return `${steps.indexOf(id) + 1} of ${steps.length}`;
}

/** What the header says where this step is shown. */
export function headerOf(id: string): RegExp {
  return new RegExp(`${id} ${LESSON.find((step) => step.id === id)?.title} +${placeOf(id)}`);
}
