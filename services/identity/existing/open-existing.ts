import { TutorialError } from '../../../src/errors.ts';
import type { Observe } from '../../../src/evidence/hop.ts';
import { isKeycloakEndpoint } from '../../clients/realm-path.ts';
import { protectedUrl } from '../../wire/protected-url.ts';
import { type Discovery, discover, ownName } from '../discovery.ts';
import { AdminApi, AdminSession, HttpsRequired } from '../keycloak/admin-api.ts';
import type { AdminLogin } from '../keycloak/admin-login.ts';
import { keycloakEndpoints } from '../keycloak/paths.ts';
import { realmAdmin } from '../keycloak/realm-admin.ts';
import { realmKeeper } from '../keycloak/realm-keeper.ts';
import { serverVersion } from '../keycloak/server-version.ts';
import type { IdentityProvider, LessonUser } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';

const NEVER = new Promise<never>(() => {});

/** A Keycloak that is there, who administers it, and who logs in. */
export interface ExistingOptions {
  readonly plan: RealmPlan;
  readonly baseUrl: string;
  readonly admin: AdminLogin;
  readonly user: LessonUser;
  /** Told of the user's login. */
  readonly observe?: Observe | undefined;
}

/**
 * A Keycloak that runs already, with its admin's credentials. Throws a TutorialError: part-unreachable where none answers, login-refused where
 * the credentials are wrong.
 */
export async function openExisting(
  { plan, baseUrl, admin, user, observe }: ExistingOptions,
  signal: AbortSignal,
): Promise<IdentityProvider> {
  protectedUrl(baseUrl);
  const first = await discover(`${baseUrl}/realms/master`, signal);
  if (first.answer.status === 403 && first.answer.text.includes('HTTPS required')) throw new HttpsRequired(baseUrl);
  if (!first.endpoints || !isKeycloakEndpoint(first.endpoints.token)) await refuseOtherMake(baseUrl, first, signal);
  const master = await ownName(`${baseUrl}/realms/master`, signal, first);
  const base = master.issuer.replace(/\/realms\/master$/, '');
  const session = new AdminSession(base, admin);
  const version = await serverVersion(new AdminApi(session, signal));
  // A realm may have a name of its own, by its Frontend URL.
  const { issuer, endpoints = keycloakEndpoints(issuer) } = await ownName(`${base}/realms/${plan.realm}`, signal);
  const acting = realmAdmin({ plan, session, user, outlives: true });
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
    ...realmKeeper({ plan, issuer, admin: session, user, observe }),
    admin: acting,
    ended: NEVER,
    close: () => acting.putBack(),
  };
}

/** An issuer of another make knows no admin of a Keycloak, and is not told the password of one. */
async function refuseOtherMake(baseUrl: string, { endpoints }: Discovery, signal: AbortSignal): Promise<void> {
  if (!endpoints && !(await discover(baseUrl, signal)).endpoints) return;
  throw new TutorialError('part-unreachable', `${baseUrl} is an issuer, and no Keycloak.`, {
    why: 'The environment holds the credentials of a Keycloak admin, so that a Keycloak was looked for.',
    next: 'Leave KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD unset: the issuer is then looked at, read only.',
  });
}
