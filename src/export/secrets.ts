import { randomBytes } from 'node:crypto';
import type { RealmPlan } from '../../services/identity/realm-plan.ts';
import { secretVariable } from '../../services/part/secret-variable.ts';

/** The variable of the admin's password. */
export const ADMIN_VARIABLE = 'KEYCLOAK_ADMIN_PASSWORD';

/** Thirty-two that nobody takes for each other, on paper or aloud: five bits each. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP = 4;

/** The variable of a learner's password, e.g. `LEARNER_001_PASSWORD`. */
export function learnerVariable(learner: string): string {
  return `${learner.toUpperCase().replaceAll('-', '_')}_PASSWORD`;
}

/** The variables of learners' passwords. */
const LEARNER = /^LEARNER_\d+_PASSWORD$/;

/**
 * Secrets by the variables that hold them: those that are there stay, the others are made at random. A learner's stays where the class has grown smaller,
 * too: it was handed out, and the class may grow again.
 */
export function secretsOf(
  { realm, learners }: { readonly realm: RealmPlan; readonly learners: readonly string[] },
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const confidential = Object.values(realm.clients).filter(({ access }) => access === 'confidential');
  const made: Readonly<Record<string, () => string>> = {
    [ADMIN_VARIABLE]: longSecret,
    ...Object.fromEntries(confidential.map(({ id }) => [secretVariable(id), longSecret])),
    ...Object.fromEntries(learners.map((learner) => [learnerVariable(learner), typedSecret])),
  };
  const current = Object.entries(made).map(([name, make]) => [name, known[name] ?? make()] as const);
  const others = Object.entries(known).filter(([name]) => LEARNER.test(name) && made[name] === undefined);
  return Object.fromEntries([...current, ...others]);
}

/** As a file of variables, which compose and kustomize read. */
export function variablesFile(secrets: Readonly<Record<string, string>>): string {
  return Object.entries(secrets)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** Reads such a file; what stands there otherwise is passed over. */
export function readVariables(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').flatMap((line) => {
    const [, name, value] = /^([A-Z][A-Z0-9_]*)=([\w-]+)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(lines);
}

/** A table for who hands the passwords out. */
export function learnersTable(learners: readonly string[], secrets: Readonly<Record<string, string>>): string {
  const rows = learners.map((learner) => `${learner},${secrets[learnerVariable(learner)] ?? ''}\n`);
  return `USER_NAME,USER_PASSWORD\n${rows.join('')}`;
}

/** Of 192 random bits. */
function longSecret(): string {
  return randomBytes(24).toString('base64url');
}

/** Of 80 random bits, to be typed: `k7mq-2xfd-9wbt-hj4n`. */
function typedSecret(): string {
  const letters = Array.from(randomBytes(GROUPS * GROUP), (byte) => LETTERS[byte % LETTERS.length]);
  return Array.from({ length: GROUPS }, (_, at) => letters.slice(at * GROUP, (at + 1) * GROUP).join('')).join('-');
}
