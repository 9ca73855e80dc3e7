import type { Observe } from '../../../src/evidence/hop.ts';
import type { Secret } from '../../../src/evidence/secret.ts';
import type { Endpoints } from '../../clients/discovery.ts';
import type { TokenSet } from '../../clients/login.ts';
import { discover } from '../discovery.ts';
import type { LessonUser } from '../provider.ts';
import { askByPassword, endSession } from '../token-endpoint.ts';

/** How the user's login fared. */
export type LoginLook =
  /** `token` where the lesson's own client asked, with the lesson's scope. */
  | { readonly state: 'accepted'; readonly token?: TokenSet }
  /** The password fits, but something else stands in the way. */
  | { readonly state: 'incomplete'; readonly error: string; readonly said: string }
  | { readonly state: 'refused'; readonly error: string; readonly said: string }
  /** Refused before anybody looked at the user. */
  | { readonly state: 'turned away'; readonly error: string; readonly said: string }
  | { readonly state: 'not tried' };

/** What the realm's discovery document shows; `status` alone where there is none. */
export interface DiscoveryLook {
  readonly status: number;
  readonly issuer: string | undefined;
  readonly endpoints: Endpoints | undefined;
  /** Seconds by which its clock is ahead, where it tells its time. */
  readonly skew: number | undefined;
}

/** Who asks for the user's login. */
export interface LoginClient {
  readonly clientId: string;
  /** Of one that has a secret. */
  readonly secret?: Secret | undefined;
  readonly scope?: string;
}

/** Looks at the discovery document of an issuer. Throws a TutorialError of kind part-unreachable where nothing answers. */
export async function readDiscovery(issuer: string, signal: AbortSignal): Promise<DiscoveryLook> {
  const { answer, endpoints, skew } = await discover(issuer, signal);
  return { status: answer.status, issuer: endpoints?.issuer, endpoints, skew };
}

/** Tries the user's login once, and tells `observe` of it. Where the client is not the lesson's, the session that this makes is ended. */
export async function tryLogin(
  endpoints: Endpoints,
  user: LessonUser,
  { clientId, secret, scope }: LoginClient,
  { observe, signal }: { readonly observe: Observe | undefined; readonly signal: AbortSignal },
): Promise<{ login: LoginLook; skew: number | undefined }> {
  const ask = { tokenEndpoint: endpoints.token, clientId, secret, user, observe, ...(scope && { scope }) };
  const answer = await askByPassword(ask, signal);
  if (answer.granted) {
    const { token, skew } = answer;
    if (scope) return { login: { state: 'accepted', token }, skew };
    if (token.refreshToken && endpoints.endSession) {
      await endSession(endpoints.endSession, { clientId, secret }, token.refreshToken, signal);
    }
    return { login: { state: 'accepted' }, skew };
  }
  // Keycloak looks at the client and the scope first, then at the password, and at what else stands in the way of a login afterwards.
  const { error, description: said } = answer;
  const incomplete = said.startsWith('Account is not fully set up');
  const state = incomplete ? 'incomplete' : error === 'invalid_grant' ? 'refused' : 'turned away';
  return { login: { state, error, said }, skew: undefined };
}
