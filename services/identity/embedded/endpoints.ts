import type { Answer } from './answer.ts';
import { authorize } from './authorize.ts';
import type { Call } from './call.ts';
import { clientOf } from './client.ts';
import { refusal } from './keycloak-error.ts';
import { logOut, logOutInBrowser } from './logout.ts';
import { METADATA_ROUTE, ROUTES } from './provider.ts';
import { describeRealm } from './realm-info.ts';
import { token } from './token.ts';
import { userinfo } from './userinfo.ts';

export type Endpoint = (call: Call) => Promise<Answer>;
export type Method = 'GET' | 'POST';

/** What the realm answers, by path below `/realms/demo` and method. */
export const ENDPOINTS: Readonly<Record<string, Partial<Record<Method, Endpoint>>>> = {
  '': { GET: describeRealm },
  [METADATA_ROUTE]: { GET: metadata },
  '/.well-known/oauth-authorization-server': { GET: metadata },
  [ROUTES.jwks]: { GET: certs },
  [ROUTES.token]: { POST: token },
  [ROUTES.introspection]: { POST: introspect },
  [ROUTES.userinfo]: { GET: userinfo, POST: userinfo },
  [ROUTES.end_session]: { GET: logOutInBrowser, POST: logOut },
  [ROUTES.authorization]: { GET: authorize, POST: authorize },
};

async function metadata({ engine, issuer }: Call): Promise<Answer> {
  return { ...(await (await engine()).metadata()), said: `Told where the endpoints of ${issuer} are` };
}

async function certs({ engine }: Call): Promise<Answer> {
  return { ...(await (await engine()).certs()), said: 'Handed out the public key that verifies the tokens' };
}

/** RFC 7662, which no public client may use. */
async function introspect(call: Call): Promise<Answer> {
  clientOf(call);
  throw refusal('introspectionRefused');
}
