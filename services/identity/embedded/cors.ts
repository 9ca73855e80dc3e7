import type { RealmDescription } from '../realm.ts';
import type { Call } from './call.ts';
import { refusal } from './keycloak-error.ts';
import { METADATA_ROUTE, ROUTES } from './provider.ts';

/** What any page may read. */
const OPEN_PATHS = new Set(['', METADATA_ROUTE, '/.well-known/oauth-authorization-server', ROUTES.jwks]);
const ALLOWED_HEADERS =
  'Origin, Accept, X-Requested-With, Access-Control-Request-Method, Access-Control-Request-Headers, DPoP, Content-Type, Authorization';

/** The CORS headers of an answer. A page of another origin reads nothing else than the open paths, unless a client's web origins name it. */
export function corsHeaders(realm: RealmDescription, path: string, origin: string | undefined): Record<string, string> {
  if (origin === undefined) return {};
  const named = Object.values(realm.clients).some(({ webOrigins }) => webOrigins.includes(origin));
  if (!named && !OPEN_PATHS.has(path)) return {};
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'origin' };
}

/** The answer's headers to a preflight. Keycloak permits all of them here, and refuses the request itself. */
export function preflightHeaders(origin: string | undefined, methods: readonly string[]): Record<string, string> {
  if (origin === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': [...methods, 'OPTIONS'].join(', '),
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': '3600',
    vary: 'origin',
  };
}

/** Throws `Invalid origin` where a browser says that a page of another origin makes the request, and the client does not name that origin. */
export function checkOrigin({ request, issuer, state }: Call, clientId: unknown): void {
  const { origin } = request.headers;
  if (origin === undefined || origin === new URL(issuer).origin) return;
  const client = Object.values(state.realm.clients).find((candidate) => candidate.clientId === clientId);
  if (client && !client.webOrigins.includes(origin)) throw refusal('originRefused');
}
