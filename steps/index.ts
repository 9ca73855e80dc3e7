import { unionOf } from '../services/identity/plan-union.ts';
import type { RealmPlan } from '../services/identity/realm-plan.ts';
import type { CourseChapter } from './course-chapter.ts';
import { propagation } from './propagation/index.ts';

/** The course, chapter by chapter. */
export const COURSE: readonly CourseChapter[] = [propagation];

/** What all chapters need of a realm; a lab has it whole, whichever of them is walked. */
export const COURSE_REALM: RealmPlan = unionOf(...COURSE.map(({ realm }) => realm));
