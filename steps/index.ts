import type { CourseChapter } from './course-chapter.ts';
import { propagation } from './propagation/index.ts';

/** The course, chapter by chapter. */
export const COURSE: readonly CourseChapter[] = [propagation];
