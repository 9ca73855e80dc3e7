import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { parseJson } from '../../../../src/evidence/json.ts';
import { readText } from '../../../wire/http-body.ts';
import { PATHS } from '../../keycloak/paths.ts';
import { type Answer, empty, json, NO_STORE } from '../answer.ts';
import { readForm } from '../form.ts';
import { refusal } from '../keycloak-error.ts';
import { bearerOf } from '../keys.ts';
import type { RealmState } from '../realm-state.ts';
import type { Administrator } from './administrator.ts';

/** Where an administrator logs in: Keycloak's realm for those. */
const LOGIN = `/realms/master${PATHS.token}`;
const ADMIN = /^\/admin\/realms\/([^/]+)(\/.*)?$/;
const MAX_BODY_BYTES = 64 * 1024;
const NO_CACHE = { 'cache-control': 'no-cache' };

const realmChange = z.object({ notBefore: z.int().min(0).optional() });
const userChange = z.object({ enabled: z.boolean().optional() });

interface AdminRequest {
  readonly state: RealmState;
  readonly query: URLSearchParams;
  /** The body as JSON, as far as there is one. */
  readonly body: unknown;
  /** What the path names at its end. */
  readonly id: string;
}

/** What an administrator can do here, by method and path below the realm's: what the lesson does, and no more. */
const ROUTES: readonly [method: string, path: RegExp, answer: (asked: AdminRequest) => Answer][] = [
  ['GET', /^$/, ({ state }) => json(200, realmOf(state), NO_CACHE)],
  ['PUT', /^$/, changeRealm],
  ['GET', /^\/users$/, findUsers],
  ['PUT', /^\/users\/([^/]+)$/, changeUser],
  ['DELETE', /^\/sessions\/([^/]+)$/, endSession],
];

/** Whether a request is an administrator's. */
export function isForAdmin(path: string): boolean {
  return path === LOGIN || path.startsWith('/admin/');
}

/** A few requests of Keycloak's Admin REST API, in its words, for the administrator of this run. Throws a KeycloakError or a BodyError. */
export async function administer(
  administrator: Administrator,
  state: RealmState,
  request: IncomingMessage,
  { path, query }: { readonly path: string; readonly query: URLSearchParams },
): Promise<Answer> {
  const { method = '' } = request;
  if (path === LOGIN) return logIn(administrator, request);
  if (!administrator.knows(bearerOf(request))) throw refusal('adminUnknown');
  const [, realm, below = ''] = ADMIN.exec(path) ?? [];
  if (realm === undefined) throw refusal('resourceUnknown');
  if (realm !== state.realm.realm) throw refusal('adminRealmUnknown');
  for (const [wanted, pattern, answer] of ROUTES) {
    const match = wanted === method ? pattern.exec(below) : null;
    if (!match) continue;
    const body = method === 'PUT' ? parseJson(await readText(request, MAX_BODY_BYTES)) : undefined;
    return answer({ state, query, body, id: match[1] ?? '' });
  }
  throw refusal('pathUnknown');
}

async function logIn(administrator: Administrator, request: IncomingMessage): Promise<Answer> {
  if (request.method !== 'POST') throw refusal('methodNotAllowed');
  const form = await readForm(request);
  if (form.get('grant_type') !== 'password') throw refusal('grantTypeUnsupported');
  if (form.get('client_id') !== 'admin-cli') throw refusal('clientUnknown');
  const admitted = administrator.logIn(form.get('username') ?? '', form.get('password') ?? '');
  if (!admitted) throw refusal('credentialsWrong');
  return json(200, { access_token: admitted.token, expires_in: admitted.seconds, token_type: 'Bearer' }, NO_STORE);
}

function realmOf({ realm: { realm, accessTokenLifespan, ssoSessionIdleTimeout }, notBefore }: RealmState) {
  return { id: realm, realm, enabled: true, notBefore, accessTokenLifespan, ssoSessionIdleTimeout };
}

function changeRealm({ state, body }: AdminRequest): Answer {
  const { data } = realmChange.safeParse(body);
  if (!data) throw refusal('representationWrong');
  const { notBefore } = data;
  if (notBefore === undefined) return empty(204);
  state.notBefore = notBefore;
  const until = new Date(1000 * notBefore).toISOString();
  const said = notBefore === 0 ? 'Took the not-before time away' : `Made tokens stale that were issued before ${until}`;
  return { ...empty(204), said };
}

function findUsers({ state, query }: AdminRequest): Answer {
  const { user } = state;
  const asked = (query.get('username') ?? query.get('email') ?? '').toLowerCase();
  const isThere = [user.username, user.email].some((name) => name.toLowerCase() === asked);
  return json(200, isThere ? [userOf(state)] : [], NO_CACHE);
}

function userOf({ user, subject, userEnabled }: RealmState) {
  return { id: subject, ...user, emailVerified: false, enabled: userEnabled, requiredActions: [] };
}

function changeUser({ state, body, id }: AdminRequest): Answer {
  if (id !== state.subject) throw refusal('userUnknown');
  const { data } = userChange.safeParse(body);
  if (!data) throw refusal('representationWrong');
  state.userEnabled = data.enabled ?? state.userEnabled;
  return { ...empty(204), said: `${state.userEnabled ? 'Enabled' : 'Disabled'} the user ${state.user.username}` };
}

function endSession({ state, id }: AdminRequest): Answer {
  if (!state.sessions.isActive(id)) throw refusal('sessionUnknown');
  state.sessions.end(id);
  return { ...empty(204), said: `Ended the session of ${state.user.username}, as an administrator` };
}
