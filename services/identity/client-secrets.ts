import { randomBytes } from 'node:crypto';
import { Secret } from '../../src/evidence/secret.ts';
import type { RealmPlan } from './realm-plan.ts';

/** Secrets of confidential clients, by the clients' ids. */
export type ClientSecrets = Readonly<Record<string, Secret>>;

/**
 * A secret for each of a plan's confidential clients: the environment's, or one that is made at random, good for this run. Never taken from a command
 * line, where other users of the machine could read it.
 */
export function secretsForRun(env: NodeJS.ProcessEnv, { clients }: RealmPlan): ClientSecrets {
  const confidential = Object.values(clients).filter(({ access }) => access === 'confidential');
  const secretOf = (id: string) => new Secret(env[secretVariable(id)] || randomBytes(32).toString('base64url'));
  return Object.fromEntries(confidential.map(({ id }) => [id, secretOf(id)]));
}

/** The secrets as the embedded identity provider takes them, in the environment of its process. */
export function secretVariables(secrets: ClientSecrets): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([id, secret]) => [secretVariable(id), secret.reveal()]));
}

/** e.g. `CLIENT_SECRET_MCP_SERVER` for mcp-server. */
function secretVariable(clientId: string): string {
  return `CLIENT_SECRET_${clientId.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}
