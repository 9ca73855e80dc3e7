import { protectedUrl } from '../../wire/protected-url.ts';
import type { ClientSecrets } from '../client-secrets.ts';
import { passwordNeededBy } from '../credentials.ts';
import { discover, ownName } from '../discovery.ts';
import { inspectByToken } from '../inspect-by-token.ts';
import type { IdentityProvider, LessonUser } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { AdminApi, AdminSession, HttpsRequired } from './admin-api.ts';
import type { AdminLogin } from './admin-login.ts';
import { KEYCLOAK } from './dialect.ts';
import { keycloakEndpoints } from './paths.ts';
import { realmKeeper } from './realm-keeper.ts';
import { serverVersion } from './server-version.ts';

const NEVER = new Promise<never>(() => {});

/**
 * A Keycloak that runs already, with its admin's credentials. Throws a TutorialError: part-unreachable where none answers, login-refused where
 * the credentials are wrong.
 */
export async function openExisting(
  { plan, baseUrl, admin, user }: { plan: RealmPlan; baseUrl: string; admin: AdminLogin; user: LessonUser },
  signal: AbortSignal,
): Promise<IdentityProvider> {
  protectedUrl(baseUrl);
  const first = await discover(`${baseUrl}/realms/master`, signal);
  if (first.answer.status === 403 && first.answer.text.includes('HTTPS required')) throw new HttpsRequired(baseUrl);
  const master = await ownName(`${baseUrl}/realms/master`, signal, first);
  const base = master.issuer.replace(/\/realms\/master$/, '');
  const session = new AdminSession(base, admin);
  const version = await serverVersion(new AdminApi(session, signal));
  // A realm may have a name of its own, by its Frontend URL.
  const { issuer, endpoints = keycloakEndpoints(issuer) } = await ownName(`${base}/realms/${plan.realm}`, signal);
  return {
    name: 'identity',
    kind: 'own',
    url: new URL(issuer).origin,
    issuer,
    endpoints,
    version: `${version ? `Keycloak ${version}` : 'Keycloak'} at ${base}${base === baseUrl ? '' : ` (${baseUrl} calls itself so)`}`,
    place: '',
    reports: false,
    console: { url: `${base}/admin/master/console/#/${plan.realm}` },
    ...realmKeeper({ plan, issuer, admin: session, user }),
    ended: NEVER,
    close: async () => {},
  };
}

/** A realm to which nobody here has an admin's rights. */
export interface ForeignRealmOptions {
  readonly plan: RealmPlan;
  readonly issuer: string;
  readonly user: LessonUser;
  /** Of confidential clients, as far as somebody gave them. */
  readonly secrets?: ClientSecrets;
}

/**
 * A realm that somebody else set up: it is looked at by what a token shows, and never changed. Throws a TutorialError: login-refused where no
 * password was given, before a login is tried, usage where the issuer is plain http beyond this machine.
 */
export async function openForeignRealm(
  { plan, issuer: given, user, secrets = {} }: ForeignRealmOptions,
  signal: AbortSignal,
): Promise<IdentityProvider> {
  protectedUrl(given);
  const { issuer, endpoints = keycloakEndpoints(issuer) } = await ownName(given, signal);
  if (user.generated) throw passwordNeededBy(issuer, user.username);
  return {
    name: 'identity',
    kind: 'own',
    url: new URL(issuer).origin,
    issuer,
    endpoints,
    version: `the realm ${issuer}${issuer === given ? '' : ` (${given} calls itself so)`}, read only`,
    place: '',
    reports: false,
    inspect: (during) => inspectByToken({ plan, dialect: KEYCLOAK, issuer, user, secrets, signal: during }),
    setUp: async () => undefined,
    secretOf: async (clientId) => secrets[clientId],
    ended: NEVER,
    close: async () => {},
  };
}
