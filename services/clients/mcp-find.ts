import type { Secret } from '../../src/evidence/secret.ts';
import { type ListingWish, listMcpTools, type OfferedTool } from './mcp.ts';
import { mcpFault } from './mcp-fault.ts';
import type { McpEndpoint, McpNothing, McpTransport } from './mcp-session.ts';

/** An MCP server as it was found. */
export interface FoundMcp extends McpEndpoint {
  /** Whether it lists its tools only to who brings a token. */
  readonly isProtected: boolean;
}

/** Where a transport is by custom, and in the SDKs where nobody says otherwise. */
const PATHS: Readonly<Record<McpTransport, string>> = { 'streamable-http': '/mcp', sse: '/sse' };
/** Of these a client is to try the older transport (MCP 2025-03-26, Transports, Backwards Compatibility); 401 says only that a token is wanted. */
const NOT_HERE: readonly number[] = [400, 404, 405, 406, 415];

/** Whether an address names a server and no endpoint of it. */
export function isBare({ pathname }: URL): boolean {
  return pathname === '/';
}

/** Where an MCP server may be, the likelier first: a path that is there is taken as it is. */
export function mcpCandidates(url: URL, transport?: McpTransport): readonly McpEndpoint[] {
  const likelier: readonly McpTransport[] = /\/sse\/?$/.test(url.pathname)
    ? ['sse', 'streamable-http']
    : ['streamable-http', 'sse'];
  return likelier
    .filter((each) => transport === undefined || each === transport)
    .map((each) => ({ endpoint: isBare(url) ? new URL(PATHS[each], url) : url, transport: each }));
}

/**
 * The first of the candidates that lists its tools; `token` is asked for where one wants to be brought one, and for nothing else. Throws a TutorialError
 * that says what is there instead.
 */
export async function findMcp(
  candidates: readonly McpEndpoint[],
  token: () => Promise<Secret | undefined>,
  wish: Omit<ListingWish, 'credential'>,
): Promise<{ readonly found: FoundMcp; readonly tools: readonly OfferedTool[] }> {
  let first: { at: McpEndpoint; came: McpNothing; credential: Secret | undefined } | undefined;
  for (const at of candidates) {
    let credential: Secret | undefined;
    let came = await listMcpTools(at, wish);
    if (came.is === 'other' && came.answer.status === 401) {
      credential = await token();
      if (credential) came = await listMcpTools(at, { ...wish, credential });
    }
    if (came.is === 'done') return { found: { ...at, isProtected: credential !== undefined }, tools: came.value };
    // What is there and says no tells more than that another one is not there.
    if (!first || !isNotHere(came)) first = { at, came, credential };
    if (!isNotHere(came)) break;
  }
  if (!first) throw new Error('there is no candidate');
  throw mcpFault(first.at.endpoint.href, first.came, first.credential !== undefined);
}

function isNotHere(came: McpNothing): boolean {
  return came.is === 'other' && NOT_HERE.includes(came.answer.status);
}
