import { type Answer, json } from './answer.ts';
import type { RealmRequest } from './realm-request.ts';

/** Keycloak's public description of a realm. */
export async function describeRealm({ state, issuer }: RealmRequest): Promise<Answer> {
  const { publicKey } = await state.keys;
  return json(
    200,
    {
      realm: state.realm.realm,
      public_key: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
      'token-service': `${issuer}/protocol/openid-connect`,
      'account-service': `${issuer}/account`,
      'tokens-not-before': state.notBefore,
    },
    { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-cache' },
  );
}
