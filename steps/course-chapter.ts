import type { RealmPlan } from '../services/identity/realm-plan.ts';
import type { Lab } from '../services/lab/lab.ts';
import type { Chapter } from '../src/lesson/chapter.ts';

/** A chapter of this course: what it teaches, and the lab that it does so in. */
export interface CourseChapter extends Chapter<Lab> {
  /** What its steps need of the identity provider. */
  readonly realm: RealmPlan;
}
