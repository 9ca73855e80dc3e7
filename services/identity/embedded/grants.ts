import { exchangesTokens, speaksForItself } from '../plan-lookup.ts';
import type { RealmPlan, UserFlow } from '../realm-plan.ts';
import { clientGrant } from './client-grant.ts';
import { codeGrant } from './code-grant.ts';
import { DEVICE_GRANT, deviceGrant } from './device-grant.ts';
import { exchangeGrant, TOKEN_EXCHANGE } from './exchange-grant.ts';
import type { GrantHandler } from './grant.ts';
import { KeycloakError, refusal } from './keycloak-error.ts';
import { passwordGrant } from './password-grant.ts';
import { refreshGrant } from './refresh-grant.ts';
import { UMA_TICKET } from './uma.ts';

/** The grants that Keycloak has and that the lesson's clients may not use, with what it answers them. */
const REFUSED_GRANTS: Record<string, [status: number, error: string, description: string]> = {
  'urn:openid:params:grant-type:ciba': [400, 'invalid_grant', 'Client not allowed OIDC CIBA Grant'],
};

function refused(...answer: [status: number, error: string, description: string]): GrantHandler {
  return () => Promise.reject(new KeycloakError(...answer));
}

/** No client of a plan has permissions to hand out. */
const umaGrant: GrantHandler = async (_, { client }) => {
  if (client.access === 'public') throw refusal('clientIsPublic');
  throw refusal('issuedForMissing');
};

/** RFC 7523: nobody's assertions are trusted here. */
const assertionGrant: GrantHandler = async (_, { form }) => {
  const reason = form.has('assertion') ? 'The provided assertion is not a valid JWT' : 'Missing parameter:assertion';
  throw new KeycloakError(400, 'invalid_grant', reason);
};

/** Every grant type that the token endpoint knows. */
const GRANTS: ReadonlyMap<string, GrantHandler> = new Map([
  ['password', passwordGrant],
  ['refresh_token', refreshGrant],
  ['client_credentials', clientGrant],
  ['authorization_code', codeGrant],
  [DEVICE_GRANT, deviceGrant],
  [TOKEN_EXCHANGE, exchangeGrant],
  [UMA_TICKET, umaGrant],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', assertionGrant],
  ...Object.entries(REFUSED_GRANTS).map(([type, answer]): [string, GrantHandler] => [type, refused(...answer)]),
]);

/** The parameters that a grant takes more than once (RFC 8693 section 2.1). */
export function repeatable(grantType: string | null): readonly string[] {
  return grantType === TOKEN_EXCHANGE ? ['audience', 'resource'] : [];
}

/** The grants of a plan that end in tokens. */
export function grantsOffered({ clients }: RealmPlan): string[] {
  const all = Object.values(clients);
  const have = (flow: UserFlow) => all.some(({ flows }) => flows.includes(flow));
  return [
    ...(have('code') ? ['authorization_code'] : []),
    ...(have('password') ? ['password'] : []),
    'refresh_token',
    ...(all.some(speaksForItself) ? ['client_credentials'] : []),
    ...(have('device') ? [DEVICE_GRANT] : []),
    ...(all.some(exchangesTokens) ? [TOKEN_EXCHANGE] : []),
  ];
}

/** The grant that a form names. Throws where it names none, or one that nobody knows: Keycloak looks at this before it looks at the client. */
export function grantNamed(grantType: string | null): GrantHandler {
  if (grantType === null) throw refusal('grantTypeMissing');
  const grant = GRANTS.get(grantType);
  if (!grant) throw refusal('grantTypeUnsupported');
  return grant;
}
