import type { RealmPlan } from '../../realm-plan.ts';
import type { Scopes } from '../scopes.ts';

/** What Keycloak's built-in scopes are called where a user is asked; the others of them are not named there. */
const WORDS: readonly (readonly [scope: string, words: string])[] = [
  ['email', 'Email address'],
  ['profile', 'User profile'],
  ['roles', 'User roles'],
  ['address', 'Address'],
  ['phone', 'Phone number'],
  ['offline_access', 'Offline Access'],
];

/** The scopes that a user is asked for, with what each is called: the plan's own by their names. */
export function privilegesIn(scopes: Scopes, plan: RealmPlan): readonly (readonly [scope: string, words: string])[] {
  const own = Object.values(plan.scopes).map(({ name }) => [name, name] as const);
  return [...own, ...WORDS].filter(([scope]) => scopes.has(scope));
}
