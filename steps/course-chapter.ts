import type { RealmPlan } from '../services/identity/realm-plan.ts';
import type { Chapter } from '../src/lesson/chapter.ts';
import type { CourseLab } from './course-lab.ts';

/** A chapter of this course: what it teaches, and the lab that it does so in. */
export interface CourseChapter extends Chapter<CourseLab> {
  /** What its steps need of the identity provider. */
  readonly realm: RealmPlan;
}
