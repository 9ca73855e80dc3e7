import type { ClientPlan } from '../realm-plan.ts';
import { CLICKS } from './clicks.ts';
import type { ClientDifference } from './client-difference.ts';
import type { ClientRepresentation } from './representations.ts';

/** The attribute with the seconds that a client's access tokens live; empty or not there where they live as long as the realm's. */
const LIFESPAN = 'access.token.lifespan';

/** The attribute of a client whose tokens the plan gives a life of their own. */
export function lifespanAttribute({ accessTokenLifespan }: ClientPlan): Readonly<Record<string, string>> {
  return accessTokenLifespan === undefined ? {} : { [LIFESPAN]: String(accessTokenLifespan) };
}

/** A client whose tokens live longer or shorter than the plan wants; where it wants nothing, that is their owner's business. */
export function lifespanDifference(
  { clientId, attributes }: ClientRepresentation,
  { accessTokenLifespan: wanted }: ClientPlan,
): ClientDifference[] {
  const is = String(attributes[LIFESPAN] ?? '');
  if (wanted === undefined || is === String(wanted)) return [];
  return [
    {
      saw: `its access tokens live ${is === '' ? 'as long as the realm says' : `${is} s`}, not ${wanted} s`,
      click: CLICKS.lifespan(clientId, wanted),
      change: { attributes: { [LIFESPAN]: String(wanted) } },
      refusesLogins: false,
    },
  ];
}
