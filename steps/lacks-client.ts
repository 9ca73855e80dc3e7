import { clientFinding } from '../services/identity/finding-rows.ts';
import type { RealmPlan } from '../services/identity/realm-plan.ts';
import type { Lab } from '../services/lab/lab.ts';

/** Why a client of a chapter’s plan, by its key there, cannot be made use of, in a few words; undefined where it is as it should be. */
export function lacksClient<P extends RealmPlan>(
  { inspection }: Pick<Lab, 'inspection'>,
  { clients }: P,
  key: keyof P['clients'] & string,
): string | undefined {
  const found = inspection.findings.find(({ id }) => id === clientFinding(key));
  if (found?.state === 'present') return undefined;
  return `the client ${clients[key]?.id} cannot be used: ${found?.saw ?? 'nobody has looked for it'}`;
}
