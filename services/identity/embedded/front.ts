import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PartReporter } from '../../part/part-server.ts';
import { BodyError, discardRest } from '../../wire/http-body.ts';
import { PATHS } from '../keycloak/paths.ts';
import { administer, isForAdmin } from './admin/administer.ts';
import { type Answer, empty, json, NO_STORE } from './answer.ts';
import { corsHeaders, preflightHeaders } from './cors.ts';
import { ENDPOINTS, type Method } from './endpoints.ts';
import { readForm } from './form.ts';
import { baseUrlOf } from './host.ts';
import { witness } from './identity-hop.ts';
import { KeycloakError, refusal } from './keycloak-error.ts';
import { errorPage } from './pages/error-page.ts';
import type { RealmRequest } from './realm-request.ts';
import type { RealmState } from './realm-state.ts';

/** What Keycloak adds to every answer; Strict-Transport-Security apart, which says nothing over plain http. */
const SECURITY_HEADERS = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'x-robots-tag': 'none',
};
/** What these answer is kept nowhere, whether it is a token or a refusal (RFC 6749 section 5.1). */
const NEVER_STORED = new Set<string>([PATHS.token, PATHS.userinfo]);
/** Where Keycloak knows nothing of a path that is asked by another method. */
const UNKNOWN_BY_METHOD = new Set<string>([PATHS.metadata, PATHS.registration]);
/** RFC 8414 section 3.1: the issuer's path comes after the well-known one. */
const PATH_INSERTED = /^\/\.well-known\/([\w-]+)\/realms\/([^/]+)$/;
const REALM_PATH = /^\/realms\/([^/]+)(\/.*)?$/;

/** The realm that is served, and from where. */
export interface FrontOptions {
  state: RealmState;
  reporter: PartReporter;
  /** The address the server listens on. */
  listenHost: string;
}

/** What stands between the HTTP server and the endpoints. */
export interface Front {
  /** Host, path and method to an endpoint, its answer to the socket. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

/** The way of a request: its host, its path and method, its body, the endpoint, and the answer with its headers. */
export function createFront({ state, reporter, listenHost }: FrontOptions): Front {
  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method = '', url = '' } = request;
    const base = baseUrlOf(request.headers.host, listenHost);
    if (base === undefined) return json(400, HOST_REFUSED);
    const [rawPath = '', query = ''] = url.split('?', 2);
    if (!rawPath.startsWith('/') || /%|\\|\/\/|\/\.\.?(?:\/|$)/.test(rawPath)) throw refusal('pathNotNormalized');
    if (rawPath.includes(';')) return json(400, PATH_REFUSED, { 'content-type': 'application/json; charset=UTF-8' });
    if (rawPath === '/')
      return errorPage(`Realm ${state.realm.realm} is at ${base}/realms/${state.realm.realm}. ${NO_CONSOLE}`, 404);

    if (state.administrator && isForAdmin(rawPath)) {
      const asked = { path: rawPath, query: new URLSearchParams(query) };
      const answer = await administer(state.administrator, state, request, asked);
      if (answer.said) reporter.log(answer.said);
      return answer;
    }
    const path = endpointPath(rawPath, state.realm.realm);
    const issuer = `${base}/realms/${state.realm.realm}`;
    const { origin } = request.headers;
    const endpoints = ENDPOINTS[path];
    if (!endpoints) throw refusal('pathUnknown');
    if (method === 'OPTIONS') return empty(200, preflightHeaders(origin, path));
    const endpoint = endpoints[(method === 'HEAD' ? 'GET' : method) as Method];
    if (!endpoint) throw refusal(UNKNOWN_BY_METHOD.has(path) ? 'pathUnknown' : 'methodNotAllowed');

    const form = await readForm(request);
    const asked: RealmRequest = {
      state,
      issuer,
      query: new URLSearchParams(query),
      request,
      form,
    };
    const report = witness(asked, path, reporter);
    const answer = await endpoint(asked).catch(asAnswer);
    report(answer);
    const headers = { ...(NEVER_STORED.has(path) && NO_STORE), ...corsHeaders(state.realm, path, origin) };
    return { ...answer, headers: { ...answer.headers, ...headers } };
  }

  return {
    async handle(request, response) {
      const { status, headers, body } = await answer(request).catch(asAnswer);
      if (status === 413) await discardRest(request);
      response.writeHead(status, { ...SECURITY_HEADERS, ...headers, 'content-length': Buffer.byteLength(body) });
      response.end(request.method === 'HEAD' ? '' : body);
    },
  };
}

const HOST_REFUSED = {
  error: 'invalid_request',
  error_description:
    'This identity provider answers under localhost and 127.0.0.1 only; the Host header names another.',
};
const PATH_REFUSED = {
  error: 'invalidCharacter',
  error_description: "Request path contains invalid character ';'",
};
const NO_CONSOLE = 'This is the embedded identity provider: it has no admin console, and needs none.';

/** The path below the realm's. Throws Keycloak's 404s. */
function endpointPath(path: string, realm: string): string {
  const [, document, named] = PATH_INSERTED.exec(path) ?? [];
  const [, name = named, below = ''] = REALM_PATH.exec(path) ?? [];
  if (name === undefined) throw refusal('resourceUnknown');
  if (name !== realm) throw refusal('realmUnknown');
  if (document === undefined) return below.replace(/\/$/, '');
  // OpenID Connect Discovery puts its document at the end instead.
  if (document === 'openid-configuration') throw refusal('pathUnknown');
  return `/.well-known/${document}`;
}

function asAnswer(thrown: unknown): Answer {
  if (thrown instanceof KeycloakError) return thrown.toAnswer();
  if (thrown instanceof BodyError)
    return thrown.status === 413
      ? refusal('bodyTooLarge').toAnswer()
      : json(400, { error: 'invalid_request', error_description: thrown.message });
  throw thrown;
}
