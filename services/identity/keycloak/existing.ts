import * as z from 'zod';
import { protectedUrl } from '../../wire/protected-url.ts';
import { passwordNeededBy } from '../credentials.ts';
import { inspectByToken } from '../inspect-by-token.ts';
import type { IdentityProvider, LessonUser } from '../provider.ts';
import { REALM } from '../realm.ts';
import { AdminApi, AdminSession, HttpsRequired } from './admin-api.ts';
import type { AdminLogin } from './admin-login.ts';
import { httpAsk } from './http.ts';
import { realmKeeper } from './realm-keeper.ts';
import { serverVersion } from './server-version.ts';

const discoverySchema = z.object({ issuer: z.string() });
const NEVER = new Promise<never>(() => {});

/**
 * A Keycloak that runs already, with its admin's credentials. Throws a TutorialError: part-unreachable where none answers, login-refused where
 * the credentials are wrong.
 */
export async function openExisting(
  { baseUrl, admin, user }: { baseUrl: string; admin: AdminLogin; user: LessonUser },
  signal: AbortSignal,
): Promise<IdentityProvider> {
  protectedUrl(baseUrl);
  const master = await ownName(`${baseUrl}/realms/master`, signal);
  const base = master.replace(/\/realms\/master$/, '');
  const session = new AdminSession(base, admin);
  const version = await serverVersion(new AdminApi(session, signal));
  // A realm may have a name of its own, by its Frontend URL.
  const issuer = await ownName(`${base}/realms/${REALM.realm}`, signal);
  return {
    name: 'identity',
    kind: 'own',
    url: new URL(issuer).origin,
    issuer,
    version: `${version ? `Keycloak ${version}` : 'Keycloak'} at ${base}${base === baseUrl ? '' : ` (${baseUrl} calls itself so)`}`,
    place: '',
    reports: false,
    console: { url: `${base}/admin/master/console/#/${REALM.realm}` },
    ...realmKeeper({ issuer, admin: session, user }),
    ended: NEVER,
    close: async () => {},
  };
}

/**
 * A realm that somebody else set up: it is looked at by what a token shows, and never changed. Throws a TutorialError: login-refused where no
 * password was given, before a login is tried, usage where the issuer is plain http beyond this machine.
 */
export async function openForeignRealm(
  { issuer: given, user }: { issuer: string; user: LessonUser },
  signal: AbortSignal,
): Promise<IdentityProvider> {
  protectedUrl(given);
  const issuer = await ownName(given, signal);
  if (user.generated) throw passwordNeededBy(issuer, user.username);
  return {
    name: 'identity',
    kind: 'own',
    url: new URL(issuer).origin,
    issuer,
    version: `the realm ${issuer}${issuer === given ? '' : ` (${given} calls itself so)`}, read only`,
    place: '',
    reports: false,
    inspect: (during) => inspectByToken({ issuer, user, signal: during }),
    setUp: async () => undefined,
    ended: NEVER,
    close: async () => {},
  };
}

/**
 * The issuer that a realm calls itself, where that name answers from here as well; otherwise the name we know, and the findings say what is amiss.
 */
async function ownName(issuer: string, signal: AbortSignal): Promise<string> {
  const named = await namedIssuer(issuer, signal);
  if (named === undefined || named === issuer) return issuer;
  const confirmed = await namedIssuer(named, signal).catch(() => undefined);
  signal.throwIfAborted();
  return confirmed === named ? named : issuer;
}

async function namedIssuer(issuer: string, signal: AbortSignal): Promise<string | undefined> {
  if (!URL.canParse(issuer)) return undefined;
  const answer = await httpAsk(`${issuer}/.well-known/openid-configuration`, {}, signal);
  if (answer.status === 403 && answer.text.includes('HTTPS required') && issuer.endsWith('/realms/master')) {
    throw new HttpsRequired(issuer.replace(/\/realms\/master$/, ''));
  }
  return discoverySchema.safeParse(answer.json).data?.issuer;
}
