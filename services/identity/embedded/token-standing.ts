import type { JWTPayload } from 'jose';
import type { RealmState } from './realm-state.ts';

/** What became of a token whose signature, issuer and times are good; none of it shows in the token itself. */
export type Standing = 'good' | 'stale' | 'revoked' | 'session ended' | 'user disabled';

/** By what happened since a token was issued, in the order in which Keycloak looks. */
export function standingOf(state: RealmState, { iat, jti, sid, azp }: JWTPayload): Standing {
  if (Number(iat) < state.notBefore) return 'stale';
  if (state.revoked.has(String(jti))) return 'revoked';
  // What a client got for itself belongs to no session, and to no user.
  if (sid === undefined) return 'good';
  if (!state.sessions.has(String(sid), String(azp))) return 'session ended';
  return state.userEnabled ? 'good' : 'user disabled';
}
