import { PATHS } from '../keycloak/paths.ts';
import type { RealmPlan } from '../realm-plan.ts';

/** What any page may read. */
const OPEN_PATHS = new Set<string>(['', PATHS.metadata, PATHS.metadataOfServer, PATHS.certs]);
/** The methods that Keycloak names in the answer to a preflight; to those of the other paths it answers without a word of CORS. */
const PREFLIGHT_METHODS: Readonly<Record<string, string>> = {
  '': 'GET, HEAD, OPTIONS',
  [PATHS.metadata]: 'GET',
  [PATHS.metadataOfServer]: 'GET',
  [PATHS.certs]: 'GET',
  [PATHS.token]: 'POST, OPTIONS',
  [PATHS.userinfo]: 'GET, HEAD, OPTIONS',
  [PATHS.logout]: 'GET, HEAD, OPTIONS',
  [PATHS.revocation]: 'POST, OPTIONS',
  [PATHS.registration]: 'DELETE, POST, GET, OPTIONS, PUT',
};
const ALLOWED_HEADERS =
  'Origin, Accept, X-Requested-With, Access-Control-Request-Method, Access-Control-Request-Headers, DPoP, Content-Type, Authorization';

/** The CORS headers of an answer. A page of another origin reads nothing else than the open paths, unless a client's web origins name it. */
export function corsHeaders(realm: RealmPlan, path: string, origin: string | undefined): Record<string, string> {
  if (origin === undefined) return {};
  const named = Object.values(realm.clients).some(({ webOrigins = [] }) => webOrigins.includes(origin));
  if (!named && !OPEN_PATHS.has(path)) return {};
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'origin' };
}

/** The answer's headers to a preflight. Keycloak permits all of them here, and refuses the request itself. */
export function preflightHeaders(origin: string | undefined, path: string): Record<string, string> {
  const methods = PREFLIGHT_METHODS[path];
  if (origin === undefined || methods === undefined) return {};
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': methods,
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': '3600',
  };
}
