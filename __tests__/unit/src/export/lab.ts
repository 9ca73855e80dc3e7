import { commonFiles } from '../../../../src/export/common-files.ts';
import { type LabPlan, labPlan } from '../../../../src/export/lab-plan.ts';
import { secretsOf } from '../../../../src/export/secrets.ts';
import { COURSE_REALM } from '../../../../steps/index.ts';

/** A class of three, on ports of its own. */
export const PLAN: LabPlan = labPlan({
  realm: COURSE_REALM,
  learners: 3,
  image: 'tutorial-tui:test',
  keycloakImage: '26.7.4',
  ports: { identity: 18_080 },
});

/** Its secrets, and the files that each kind has. */
export const SECRETS = secretsOf(PLAN, {});
export const COMMON = commonFiles(PLAN, SECRETS);

/** The text of one of them. */
export function textOf(path: string, files = COMMON): string {
  return String(files.find((file) => file.path === path)?.content);
}
