import { randomBytes } from 'node:crypto';
import { TutorialError } from '../../src/errors.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { type ClientSecrets, secretsForRun, secretVariables } from './client-secrets.ts';
import type { LessonUser } from './provider.ts';
import type { RealmPlan } from './realm-plan.ts';

/** The user of the tutorial. */
export const DEFAULT_USER = 'alan';

/** Who logs in, and with which password. */
export interface Credentials {
  userName: string;
  password: Secret;
  /** Whether the password was made here, so that nobody knows it. */
  generated: boolean;
  /** Of the plan's confidential clients. */
  secrets: ClientSecrets;
}

/**
 * The learner's credentials: USER_NAME and USER_PASSWORD, the tutorial's names. Without a password, one is made at random.
 * A password is never taken from the command line, where other users of the machine could read it.
 */
export function credentialsFrom(env: NodeJS.ProcessEnv, plan: RealmPlan, userName?: string): Credentials {
  const password = env.USER_PASSWORD;
  return {
    userName: userName || env.USER_NAME || DEFAULT_USER,
    password: new Secret(password || randomPassword()),
    generated: !password,
    secrets: secretsForRun(env, plan),
  };
}

/** Whose login it is, to an identity provider. */
export function lessonUser({ userName: username, password, generated }: Credentials): LessonUser {
  return { username, password, generated };
}

/** Of 192 random bits, with a letter of each case, a digit and a sign: what password policies ask for. */
function randomPassword(): string {
  return `${randomBytes(24).toString('base64url')}.aA1`;
}

/** The credentials as the embedded identity provider takes them, in the environment of its process. */
export function credentialVariables({ userName, password, secrets }: Credentials): Record<string, string> {
  return { USER_NAME: userName, USER_PASSWORD: password.reveal(), ...secretVariables(secrets) };
}

/** Of a realm that somebody else keeps: what is not a user's password is not sent there. */
export function passwordNeededBy(issuer: string, userName: string): TutorialError {
  return new TutorialError('login-refused', 'USER_PASSWORD is not set.', {
    why: `The realm at ${issuer} is kept by somebody else: a password made up here would only count there as a failed login of ${userName}.`,
    next: 'Set USER_NAME and USER_PASSWORD to a user of that realm; in the walkthrough, type them on its first page.',
  });
}

/** Of a user who is there already: a password that was made at random is given only to one who is made with it. */
export function passwordNeededOf(userName: string): TutorialError {
  return new TutorialError('login-refused', `The user ${userName} is there already, and USER_PASSWORD is not set.`, {
    why: `A password made at random would lock ${userName} out; nothing was changed.`,
    next:
      `Set USER_PASSWORD to the password of ${userName} (in the walkthrough, start again and type it on the first page), ` +
      'or name another user in USER_NAME: one who is not there yet is added.',
  });
}
