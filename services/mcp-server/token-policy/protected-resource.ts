import type { IncomingMessage } from 'node:http';
import type { TokenCheck } from '../../../src/evidence/token-check.ts';
import { CODES, RpcRefusal } from '../rpc-refusal.ts';

/** The error codes of RFC 6750, section 3.1, that this server gives, and their statuses. */
const STATUS = { invalid_token: 401, insufficient_scope: 403 } as const;

/** Why a token does not let its bearer in. The message says so to the caller. */
export class TokenRefused extends Error {
  readonly code: keyof typeof STATUS;
  readonly checks: readonly TokenCheck[];

  constructor(code: keyof typeof STATUS, message: string, checks: readonly TokenCheck[]) {
    super(message);
    this.code = code;
    this.checks = checks;
  }
}

/** Where the document of a resource is (RFC 9728, section 3.1): the well-known part stands between host and path. */
const WELL_KNOWN = '/.well-known/oauth-protected-resource';
/** What this server guards. The empty one is all of it: where a client looks that knows no path. */
const RESOURCES = ['', '/mcp', '/sse'];

/** What the document says beside where the resource is. */
export interface ProtectedResource {
  readonly issuer: string;
  /** The scope that a token must have. */
  readonly scope: string;
}

/** The metadata of the resource that a well-known path belongs to (RFC 9728, section 2); undefined where it is none of these. */
export function resourceDocument(
  request: IncomingMessage,
  path: string,
  { issuer, scope }: ProtectedResource,
): Readonly<Record<string, unknown>> | undefined {
  const resource = RESOURCES.find((each) => path === `${WELL_KNOWN}${each}`);
  if (resource === undefined) return undefined;
  return {
    resource: `${originOf(request)}${resource}`,
    authorization_servers: [issuer],
    scopes_supported: [scope],
    bearer_methods_supported: ['header'],
    resource_name: 'My FastMCP Server',
  };
}

/** 401 for a request that brings no token: without an error code (RFC 6750, section 3), but with the way to one (RFC 9728, section 5.1). */
export function withoutToken(request: IncomingMessage, resource: string, { scope }: ProtectedResource): RpcRefusal {
  const message = 'The request brings no token. One is to stand in the Authorization header, as Bearer.';
  return new RpcRefusal(401, CODES.server, message, challenge(hints(request, resource, scope)), []);
}

/** 401 or 403 for a request whose token does not let it in (RFC 6750, section 3.1). */
export function unadmitted(
  { code, message, checks }: TokenRefused,
  request: IncomingMessage,
  resource: string,
  { scope }: ProtectedResource,
): RpcRefusal {
  const error = `error="${code}", error_description="${quotable(message)}"`;
  const headers = challenge(`${error}, ${hints(request, resource, scope)}`);
  return new RpcRefusal(STATUS[code], CODES.server, message, headers, checks);
}

function challenge(parameters: string): Record<string, string> {
  return { 'www-authenticate': `Bearer ${parameters}` };
}

function hints(request: IncomingMessage, resource: string, scope: string): string {
  return `scope="${quotable(scope)}", resource_metadata="${quotable(originOf(request))}${WELL_KNOWN}${resource}"`;
}

/** By the name that the client uses: it compares it with the one it was told (RFC 9728, section 3.3). Strangers' names were refused before. */
function originOf({ headers, socket }: IncomingMessage): string {
  return `http://${headers.host ?? `localhost:${socket.localPort}`}`;
}

/** The characters that RFC 6750, section 3, allows in error_description: no quote and no backslash, so nothing is left to escape. */
function quotable(text: string): string {
  return text.replace(/["\\]/g, "'").replace(/[^\x20-\x7e]/g, '?');
}
