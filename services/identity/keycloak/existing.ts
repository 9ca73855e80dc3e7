import * as z from 'zod';
import { Secret } from '../../secret.ts';
import { inspectByToken } from '../inspect-by-token.ts';
import type { IdentityProvider, LessonUser } from '../provider.ts';
import { REALM } from '../realm.ts';
import { AdminApi, type AdminLogin, HttpsRequired } from './admin-api.ts';
import { httpAsk } from './http.ts';
import { realmKeeper } from './realm-keeper.ts';
import { serverVersion } from './server-version.ts';

const discoverySchema = z.object({ issuer: z.string() });
const NEVER = new Promise<never>(() => {});

/** The admin's credentials, by the names that Keycloak itself knows, the old ones too; undefined where there are none. */
export function adminFromEnvironment(env: NodeJS.ProcessEnv): AdminLogin | undefined {
  const username = env.KC_BOOTSTRAP_ADMIN_USERNAME || env.KEYCLOAK_ADMIN;
  const password = env.KC_BOOTSTRAP_ADMIN_PASSWORD || env.KEYCLOAK_ADMIN_PASSWORD;
  return username && password ? { username, password: new Secret(password) } : undefined;
}

/**
 * A Keycloak that runs already, with its admin's credentials. Throws a TutorialError: part-unreachable where none answers, login-refused where
 * the credentials are wrong.
 */
export async function openExisting(
  { baseUrl, admin, user }: { baseUrl: string; admin: AdminLogin; user: LessonUser },
  signal: AbortSignal,
): Promise<IdentityProvider> {
  const master = await ownName(`${baseUrl}/realms/master`, signal);
  const base = master.replace(/\/realms\/master$/, '');
  const version = await serverVersion(new AdminApi({ baseUrl: base, login: admin, signal }));
  const issuer = `${base}/realms/${REALM.realm}`;
  return {
    kind: 'existing',
    issuer,
    description: `${version ? `Keycloak ${version}` : 'Keycloak'} at ${base}${base === baseUrl ? '' : ` (${baseUrl} calls itself so)`}`,
    version,
    place: '',
    console: `${base}/admin/master/console/#/${REALM.realm}`,
    ...realmKeeper({ baseUrl: base, issuer, admin, user }),
    ended: NEVER,
    close: async () => {},
  };
}

/** A realm that somebody else set up: it is looked at by what a token shows, and never changed. */
export async function openForeignRealm(
  { issuer: given, user }: { issuer: string; user: LessonUser },
  signal: AbortSignal,
): Promise<IdentityProvider> {
  const issuer = await ownName(given, signal);
  const inspect = (during: AbortSignal) => inspectByToken({ issuer, user, signal: during });
  return {
    kind: 'existing',
    issuer,
    description: `the realm ${issuer}${issuer === given ? '' : ` (${given} calls itself so)`}, read only`,
    version: '',
    place: '',
    inspect,
    setUp: inspect,
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
