import { chapterOf } from '../lesson/chapter-state.ts';
import { partsInUse } from '../lesson/parts-in-use.ts';
import type { View } from './view.ts';

/** The parts that are shown beside a step: those that its chapter, or one before it, is about. */
export function shownParts({
  session,
  lesson,
  guided,
}: Pick<View, 'session' | 'lesson' | 'guided'>): ReturnType<typeof partsInUse> {
  const last = chapterOf(session, guided.step)?.steps.at(-1);
  const end = lesson.findIndex(({ id }) => id === last);
  return partsInUse(session, lesson.slice(0, end + 1));
}
