import { unionOf } from '../services/identity/plan-union.ts';
import type { RealmPlan } from '../services/identity/realm-plan.ts';
import { breakIt } from './break/index.ts';
import type { CourseChapter } from './course-chapter.ts';
import type { CourseLab } from './course-lab.ts';
import { logInAsOneShould } from './login/index.ts';
import { letAModelCall } from './model/index.ts';
import { isRefusedBefore, takesOtherTokens } from './propagation/guarded-here.ts';
import { propagation } from './propagation/index.ts';
import { lacksSightOfTool, lacksTutorialsCall } from './propagation/own-call.ts';
import { repairIt } from './repair/index.ts';

/** What a chapter may lack as a whole. */
type Lacks = (lab: CourseLab) => string | undefined;

/** A chapter that is left out where it lacks one of these; otherwise each of its steps says for itself. */
function needing(chapter: CourseChapter, ...lacks: readonly Lacks[]): CourseChapter {
  const steps = chapter.steps.map((step) => ({
    ...step,
    leftOut: (lab: CourseLab, signal: AbortSignal) => {
      const why = lacks.map((each) => each(lab)).find((each) => each !== undefined);
      return why ?? step.leftOut?.(lab, signal);
    },
  }));
  return { ...chapter, steps };
}

/** The course, chapter by chapter. */
export const COURSE: readonly CourseChapter[] = [
  propagation,
  needing(breakIt, lacksTutorialsCall, lacksSightOfTool, isRefusedBefore),
  needing(repairIt, lacksTutorialsCall, lacksSightOfTool),
  needing(logInAsOneShould, lacksTutorialsCall, takesOtherTokens),
  needing(letAModelCall, lacksTutorialsCall, isRefusedBefore),
];

/** What all chapters need of a realm: a walkthrough may come to any of them. */
export const COURSE_REALM: RealmPlan = unionOf(...COURSE.map(({ realm }) => realm));

/** What the chapters of these steps need of a realm. At least one of them is a step of the course. */
export function realmOf(steps: readonly string[]): RealmPlan {
  const concerned = COURSE.filter((chapter) => chapter.steps.some(({ id }) => steps.includes(id)));
  return unionOf(...concerned.map(({ realm }) => realm));
}
