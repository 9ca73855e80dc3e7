import { randomUUID } from 'node:crypto';
import type { Secret } from '../../../src/evidence/secret.ts';
import type { PartReporter, RunningPart } from '../../part/part-server.ts';
import { createHttpServer } from '../../wire/http-server.ts';
import { closeServer, type Listen, listen } from '../../wire/listen.ts';
import { urlHost } from '../../wire/loopback.ts';
import type { ClientSecrets } from '../client-secrets.ts';
import type { AdminLogin } from '../keycloak/admin-login.ts';
import type { RealmPlan } from '../realm-plan.ts';
import type { UserDescription } from '../user.ts';
import { Administrator } from './admin/administrator.ts';
import { createFront } from './front.ts';
import { generateKeys, type SigningPair } from './keys.ts';
import { LoginState } from './login/login-state.ts';
import { RevokedTokens } from './revoked-tokens.ts';
import { UserSessions } from './user-sessions.ts';

/** What this part is. */
const VERSION = 'answers as Keycloak 26.7';

/** The realm to serve, and where. */
export interface EmbeddedIdentityOptions {
  listen: Listen;
  realm: RealmPlan;
  user: UserDescription;
  password: Secret;
  /** Of the plan's confidential clients, by their ids; one that is not named cannot speak for itself. */
  secrets: ClientSecrets;
  /** Who may administer the realm; nobody where it is left out. */
  admin?: AdminLogin | undefined;
  /** What its signing key is called, as another's may be: a name proves nothing. Its own where it is left out. */
  kid?: string | undefined;
  /** Its signing key; a new one where it is left out. */
  key?: Promise<SigningPair>;
}

/**
 * Starts the embedded identity provider: the realm under Keycloak's paths, with Keycloak's answers. Its issuer is
 * `${url}/realms/${realm}`, or the same under the loopback name that a client's Host header says. Keys, sessions and the user's id are
 * new at each start. Throws a TutorialError of kind part-unreachable where it may not listen.
 */
export async function start(options: EmbeddedIdentityOptions, reporter: PartReporter): Promise<RunningPart> {
  const { realm, user, password, secrets, admin, kid, key } = options;
  const keys = generateKeys(kid, key);
  // A rejection reaches whoever awaits the keys; until then it must not end the process.
  keys.catch(() => {});
  const state = {
    realm,
    user,
    password,
    userEnabled: true,
    notBefore: 0,
    keys,
    subject: randomUUID(),
    secrets,
    serviceAccounts: namesFor(realm),
    clientUuids: namesFor(realm),
    sessions: new UserSessions(),
    logins: new LoginState(),
    revoked: new RevokedTokens(),
    administrator: admin && new Administrator(admin),
  };
  const front = createFront({ state, reporter, listenHost: options.listen.host });
  const server = createHttpServer({
    handle: front.handle,
    errorBody: (status, message) => ({
      contentType: 'application/json',
      body: JSON.stringify({ error: status < 500 ? 'invalid_request' : 'unknown_error', error_description: message }),
    }),
  });
  const port = await listen(server, options.listen);
  const url = `http://${urlHost(options.listen.host)}:${port}`;
  reporter.log(`Realm ${realm.realm} is served at ${url}/realms/${realm.realm}`);
  return {
    url,
    version: VERSION,
    close: () => closeServer(server),
  };
}

/** A new id for each client. */
function namesFor({ clients }: RealmPlan): Record<string, string> {
  return Object.fromEntries(Object.values(clients).map(({ id }) => [id, randomUUID()]));
}
