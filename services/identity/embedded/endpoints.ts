import { PATHS } from '../keycloak/paths.ts';
import { type Answer, json } from './answer.ts';
import { authorize } from './authorize.ts';
import { authorizeDevice, enterDevice, showDevice, showDeviceStatus } from './device.ts';
import { introspect } from './introspect.ts';
import { authenticate, showLogin } from './login/authenticate.ts';
import { answerConsent, showConsent } from './login/consent.ts';
import { LOGIN_PATHS } from './login/login-urls.ts';
import { logOut, logOutInBrowser } from './logout.ts';
import { metadataOf } from './metadata.ts';
import { describeRealm } from './realm-info.ts';
import type { RealmRequest } from './realm-request.ts';
import { register } from './register.ts';
import { revoke } from './revoke.ts';
import { token } from './token.ts';
import { userinfo } from './userinfo.ts';

/** Answers one kind of request. Throws a KeycloakError to refuse it. */
export type Endpoint = (asked: RealmRequest) => Promise<Answer>;
/** The methods that any endpoint has; HEAD is answered as GET is. */
export type Method = 'GET' | 'POST';

/** What the realm answers, by path below `/realms/demo` and method. */
export const ENDPOINTS: Readonly<Record<string, Partial<Record<Method, Endpoint>>>> = {
  '': { GET: describeRealm },
  [PATHS.metadata]: { GET: metadata },
  [PATHS.metadataOfServer]: { GET: metadata },
  [PATHS.certs]: { GET: certs },
  [PATHS.token]: { POST: token },
  [PATHS.introspection]: { POST: introspect },
  [PATHS.userinfo]: { GET: userinfo, POST: userinfo },
  [PATHS.logout]: { GET: logOutInBrowser, POST: logOut },
  [PATHS.revocation]: { POST: revoke },
  [PATHS.registration]: { POST: register },
  [PATHS.authorization]: { GET: authorize, POST: authorize },
  [PATHS.deviceAuthorization]: { POST: authorizeDevice },
  [LOGIN_PATHS.authenticate]: { GET: showLogin, POST: authenticate },
  [LOGIN_PATHS.requiredAction]: { GET: showConsent },
  [LOGIN_PATHS.consent]: { POST: answerConsent },
  [LOGIN_PATHS.device]: { GET: showDevice, POST: enterDevice },
  [LOGIN_PATHS.deviceStatus]: { GET: showDeviceStatus },
};

async function metadata({ issuer, state }: RealmRequest): Promise<Answer> {
  const answer = json(200, metadataOf(issuer, state.realm), {
    'cache-control': 'no-cache, must-revalidate, no-transform, no-store',
  });
  return { ...answer, said: `Told where the endpoints of ${issuer} are` };
}

/** The key set (RFC 7517 section 5). */
async function certs({ state }: RealmRequest): Promise<Answer> {
  const { publicJwk } = await state.keys;
  const answer = json(200, { keys: [publicJwk] }, { 'cache-control': 'no-cache' });
  return { ...answer, said: 'Handed out the public key that verifies the tokens' };
}
