import { createHash } from 'node:crypto';
import type { ClientPlan } from '../../realm-plan.ts';
import { KeycloakError } from '../keycloak-error.ts';

/** What a code may be redeemed with (RFC 7636, section 4.3). */
export interface Challenge {
  readonly method: 'S256' | 'plain';
  readonly value: string;
}

/** RFC 7636 sections 4.1 and 4.2. */
const FORM = /^[\w.~-]{43,128}$/;

/** The challenge of a request, if it has one. The checks come in Keycloak's order; a client that has to show one is held to S256. */
export function challengeOf(parameters: URLSearchParams, { pkce }: ClientPlan): Challenge | undefined {
  const [value, method] = [parameters.get('code_challenge'), parameters.get('code_challenge_method')];
  if (pkce !== undefined) {
    if (method === null) throw invalid('Missing parameter: code_challenge_method');
    if (method !== pkce) throw invalid('Invalid parameter: code challenge method is not matching the configured one');
  }
  if (value === null) {
    if (method === null) return undefined;
    throw invalid('Missing parameter: code_challenge');
  }
  if (method !== null && method !== 'S256' && method !== 'plain')
    throw invalid('Invalid parameter: code_challenge_method');
  if (!FORM.test(value)) throw invalid('Invalid parameter: code_challenge');
  return { method: method ?? 'plain', value };
}

/** Refuses a verifier that does not answer the challenge (RFC 7636, section 4.6). */
export function checkVerifier(challenge: Challenge | undefined, verifier: string | null): void {
  if (!challenge) {
    if (verifier !== null) throw refused('PKCE code verifier specified but challenge not present in authorization');
    return;
  }
  if (verifier === null) throw refused('PKCE code verifier not specified');
  if (!FORM.test(verifier)) throw refused('PKCE verification failed: Invalid code verifier');
  const shown = challenge.method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url');
  if (shown !== challenge.value) throw refused('PKCE verification failed: Code mismatch');
}

function invalid(description: string): KeycloakError {
  return new KeycloakError(400, 'invalid_request', description);
}

function refused(description: string): KeycloakError {
  return new KeycloakError(400, 'invalid_grant', description);
}
