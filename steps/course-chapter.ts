import type { Lab } from '../services/lab/lab.ts';
import type { Chapter } from '../src/lesson/chapter.ts';

/** A chapter of this course: what it teaches, and the lab that it does so in. */
export type CourseChapter = Chapter<Lab>;
