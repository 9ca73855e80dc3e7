import { unionOf } from '../services/identity/plan-union.ts';
import type { RealmPlan } from '../services/identity/realm-plan.ts';
import { breakIt } from './break/index.ts';
import type { CourseChapter } from './course-chapter.ts';
import type { CourseLab } from './course-lab.ts';
import { logInAsOneShould } from './login/index.ts';
import { letAModelCall } from './model/index.ts';
import { propagation } from './propagation/index.ts';
import { lacksTutorialsCall } from './propagation/own-call.ts';
import { repairIt } from './repair/index.ts';

/** A chapter that has nothing to say of another call than the tutorial's. */
function aboutTutorialsCall(chapter: CourseChapter): CourseChapter {
  const steps = chapter.steps.map((step) => ({
    ...step,
    leftOut: (lab: CourseLab, signal: AbortSignal) => lacksTutorialsCall(lab) ?? step.leftOut?.(lab, signal),
  }));
  return { ...chapter, steps };
}

/** The course, chapter by chapter. */
export const COURSE: readonly CourseChapter[] = [
  propagation,
  aboutTutorialsCall(breakIt),
  aboutTutorialsCall(repairIt),
  aboutTutorialsCall(logInAsOneShould),
  aboutTutorialsCall(letAModelCall),
];

/** What all chapters need of a realm: a walkthrough may come to any of them. */
export const COURSE_REALM: RealmPlan = unionOf(...COURSE.map(({ realm }) => realm));

/** What the chapters of these steps need of a realm. At least one of them is a step of the course. */
export function realmOf(steps: readonly string[]): RealmPlan {
  const concerned = COURSE.filter((chapter) => chapter.steps.some(({ id }) => steps.includes(id)));
  return unionOf(...concerned.map(({ realm }) => realm));
}
