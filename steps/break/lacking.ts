import type { TokenSet } from '../../services/clients/login.ts';
import { clientOf } from '../../services/identity/plan-lookup.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { IDENTITY } from '../../services/lab/lab-identity.ts';
import { secretVariable } from '../../services/part/secret-variable.ts';
import { lacksClient } from '../lacks-client.ts';
import { BREAK_REALM } from './realm.ts';

/** Why a step is left out, in a few words: a realm that is only looked at may lack what this chapter adds to the tutorial's, and a lab a tool of ours. */

/** Why no token can be had that names whom a scope of the chapter, by its key, is for; undefined where one can. */
export function lacksScope(
  { endpoints }: Pick<Lab, 'endpoints'>,
  key: keyof typeof BREAK_REALM.scopes,
): string | undefined {
  const { name } = BREAK_REALM.scopes[key];
  return endpoints.scopes?.includes(name) ? undefined : `this realm names no client scope ${name}`;
}

/** Why the user's client is not asked for another token than the user's; undefined where it is. */
export function asksForNoOther({ userGrant: { by } }: Pick<Lab, 'userGrant'>): string | undefined {
  if (by === 'password' || by === 'client') return undefined;
  return by === 'given' || by === 'command'
    ? 'the token comes from elsewhere, and nobody here asks for another'
    : `it would take another login by ${by}`;
}

/** Why a token that was not asked for is none for nobody; undefined where it is. What a look at the realm can judge, it has judged. */
export async function namesToolUnasked(
  lab: Pick<Lab, 'audience' | 'realm' | 'token' | 'userGrant'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const lacks = asksForNoOther(lab);
  if (lacks !== undefined || !clientOf(lab.realm, 'stack').theirs) return lacks;
  const { claims } = await tokenUnasked(lab, signal);
  return [claims.aud].flat().includes(lab.audience)
    ? `every token here names ${lab.audience}, asked or not`
    : undefined;
}

/** The token of a login that asks for nothing. */
export function tokenUnasked(lab: Pick<Lab, 'token' | 'userGrant'>, signal: AbortSignal): Promise<TokenSet> {
  return lab.token('no-scope', { ...lab.userGrant, scope: [], asks: {} }, signal);
}

/** Why nothing can be broken about the token; undefined where it can be read. */
export function lacksClaims(lab: Pick<Lab, 'inspection' | 'isReady'>): string | undefined {
  const login = lab.isReady(IDENTITY) ? lab.inspection.login : undefined;
  const opaque = login && 'token' in login && login.token.header.alg === '';
  return opaque ? 'the access token is opaque: there is nothing in it that could be broken' : undefined;
}

/** Why the tool cannot be started otherwise; undefined where it is ours. */
export function lacksOurTool(lab: Pick<Lab, 'running'>): string | undefined {
  return lab.running('tool')?.kind === 'own'
    ? 'the tool is your own: the lab does not change how it verifies'
    : undefined;
}

/** Why nobody can ask the identity provider about a token here; undefined where the chapter's client can. */
export async function lacksAsker(
  lab: Pick<Lab, 'endpoints' | 'identity' | 'inspection'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { introspection, revocation } = lab.endpoints;
  if (introspection === undefined || revocation === undefined)
    return 'this issuer names no introspection and revocation';
  const lacks = lacksClient(lab, BREAK_REALM, 'cautious') ?? lacksScope(lab, 'cautiousAudience');
  if (lacks !== undefined) return lacks;
  const { id } = BREAK_REALM.clients.cautious;
  if (await lab.identity.secretOf(id, signal)) return undefined;
  return `the secret of ${id} is not known: ${secretVariable(id)} is not set`;
}
