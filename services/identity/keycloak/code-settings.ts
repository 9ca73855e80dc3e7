import { needsItsRedirects } from '../plan-lookup.ts';
import type { ClientPlan } from '../realm-plan.ts';
import { CLICKS } from './clicks.ts';
import type { ClientDifference } from './client-difference.ts';
import { PKCE } from './flows.ts';
import type { ClientRepresentation } from './representations.ts';

/** The attribute with the method that a client is held to; empty where it is to none. */
export const PKCE_METHOD = 'pkce.code.challenge.method';

/** A client that has to show a challenge and does not, or that shall not need one: a device that knows none is refused then. */
export function pkceDifference({ clientId, attributes }: ClientRepresentation, plan: ClientPlan): ClientDifference[] {
  const is = String(attributes[PKCE_METHOD] ?? '');
  const wanted = plan.pkce ?? '';
  if (is === wanted || (wanted === '' && !plan.flows.includes('device'))) return [];
  const click = wanted === '' ? `${PKCE.label}: Off` : `${PKCE.label}: On, PKCE Method: ${wanted}`;
  return [
    {
      saw: is === '' ? `${PKCE.words} is not required` : `${PKCE.words} is required, by ${is}`,
      click: CLICKS.capability(clientId, click),
      change: { attributes: { [PKCE_METHOD]: wanted } },
      refusesLogins: false,
    },
  ];
}

/** A redirect URI of the plan that is not registered. Others that are registered are their owner's business. */
export function redirectDifference(
  { clientId, redirectUris }: ClientRepresentation,
  plan: ClientPlan,
): ClientDifference[] {
  const missing = (plan.redirectUris ?? []).filter((uri) => !redirectUris.includes(uri));
  if (!needsItsRedirects(plan) || missing.length === 0) return [];
  return [
    {
      saw: `no redirect URI ${missing.join(', ')}`,
      click: CLICKS.redirectUris(clientId, missing),
      change: { redirectUris: [...redirectUris, ...missing] },
      refusesLogins: false,
    },
  ];
}
