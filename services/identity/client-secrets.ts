import { randomBytes } from 'node:crypto';
import type { IdentitySetting } from '../../src/deployment.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { secretVariable } from '../part/secret-variable.ts';
import { firstLogin } from './plan-lookup.ts';
import type { RealmPlan } from './realm-plan.ts';

/** Secrets of confidential clients, by the clients' ids. */
export type ClientSecrets = Readonly<Record<string, Secret>>;

/**
 * The secrets that the environment gives for a plan's confidential clients. Never taken from a command line, where other users of the machine could
 * read them.
 */
export function givenSecrets(env: NodeJS.ProcessEnv, { clients }: RealmPlan): ClientSecrets {
  const entries = Object.values(clients).flatMap(({ access, id }): [string, Secret][] => {
    const given = access === 'confidential' && env[secretVariable(id)];
    return given ? [[id, new Secret(given)]] : [];
  });
  return Object.fromEntries(entries);
}

/** The same, and for whom none is given one that is made at random, good for this run. */
export function secretsForRun(env: NodeJS.ProcessEnv, plan: RealmPlan): ClientSecrets {
  const confidential = Object.values(plan.clients).filter(({ access }) => access === 'confidential');
  const made = confidential.map(({ id }) => [id, new Secret(randomBytes(32).toString('base64url'))]);
  return { ...Object.fromEntries(made), ...givenSecrets(env, plan) };
}

/** The secret that was given for the client of the plan's first login, under the name by which it is looked for; nothing where none was. */
export function clientSecretVariable(plan: RealmPlan, { clientSecret }: IdentitySetting): Record<string, string> {
  const login = firstLogin(plan);
  return clientSecret && login ? { [secretVariable(login.client.id)]: clientSecret.reveal() } : {};
}

/** The secrets as the embedded identity provider takes them, in the environment of its process. */
export function secretVariables(secrets: ClientSecrets): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([id, secret]) => [secretVariable(id), secret.reveal()]));
}
