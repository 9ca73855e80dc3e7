import type { ClientPlan, RealmPlan } from '../realm-plan.ts';
import { isOffline } from './claims.ts';
import type { RealmState } from './realm-state.ts';
import type { Scopes } from './scopes.ts';
import type { ClientTokenResponse, ExchangeResponse, TokenResponse } from './token-response.ts';

/** A token request of a client that the realm knows. */
export interface GrantRequest {
  form: URLSearchParams;
  client: ClientPlan;
  issuer: string;
  /** The address that the request comes from. */
  from: string;
}

/** What a grant came to. */
export interface Issued {
  response: TokenResponse | ClientTokenResponse | ExchangeResponse;
  /** For the log. */
  said: string;
}

/** Issues tokens, or throws a KeycloakError. */
export type GrantHandler = (state: RealmState, request: GrantRequest) => Promise<Issued>;

/** Keycloak's default for an off-line session. */
const OFFLINE_IDLE_SECONDS = 30 * 24 * 60 * 60;

/** How long a session lasts without a refresh, in milliseconds. */
export function idleMs(realm: RealmPlan, scopes: Scopes): number {
  return 1000 * (isOffline(scopes) ? OFFLINE_IDLE_SECONDS : realm.ssoSessionIdleTimeout);
}

/** A token's audience for the log. */
export function audienceInWords(audience: string | readonly string[] | undefined): string {
  return audience === undefined ? 'no aud' : `aud ${[audience].flat().join(', ')}`;
}

/** Seconds since the epoch, as claims count. */
export function epochSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
