import type { Answer } from './answer.ts';
import { refusal } from './keycloak-error.ts';
import type { RealmRequest } from './realm-request.ts';

/**
 * Registration of a client by itself (RFC 7591). Nobody may: a Keycloak whose policies for it nobody has opened refuses whoever asks without a token, and
 * tokens for it are not given out here.
 */
export async function register({ request, issuer }: RealmRequest): Promise<Answer> {
  const { origin, authorization = '' } = request.headers;
  if (origin !== undefined && origin !== new URL(issuer).origin) throw refusal('originRefused');
  throw refusal(/^Bearer /i.test(authorization) ? 'registrationTokenInvalid' : 'registrationRefused');
}
