import { clientFinding } from '../../services/identity/finding-rows.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { BREAK_REALM } from './realm.ts';

/** Why a step is left out, in a few words: a realm that is only looked at may lack what this chapter adds to the tutorial's, and a lab a tool of ours. */

/** Why no token can be had for the other tool; undefined where one can. */
export function lacksScope({ endpoints }: Pick<Lab, 'endpoints'>): string | undefined {
  const { name } = BREAK_REALM.scopes.otherAudience;
  return endpoints.scopes?.includes(name) ? undefined : `this realm names no client scope ${name}`;
}

/** Why a client of the chapter, by its key, cannot be made use of; undefined where it is as it should be. */
export function lacksClient(
  { inspection }: Pick<Lab, 'inspection'>,
  key: keyof typeof BREAK_REALM.clients,
): string | undefined {
  const found = inspection.findings.find(({ id }) => id === clientFinding(key));
  if (found?.state === 'present') return undefined;
  return `the client ${BREAK_REALM.clients[key].id} cannot be used: ${found?.saw ?? 'nobody has looked for it'}`;
}

/** Why the tool cannot be started otherwise; undefined where it is ours. */
export function lacksOurTool(lab: Pick<Lab, 'running'>): string | undefined {
  return lab.running('tool')?.kind === 'own'
    ? 'the tool is your own: the lab does not change how it verifies'
    : undefined;
}
