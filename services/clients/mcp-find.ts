import type { Secret } from '../../src/evidence/secret.ts';
import { type ListingWish, listMcpTools, type OfferedTool } from './mcp.ts';
import { mcpFault } from './mcp-fault.ts';
import type { McpEndpoint, McpNothing, McpOutcome, McpTransport } from './mcp-session.ts';

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
function isBare({ pathname }: URL): boolean {
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

/** What a search goes by: `token` is asked for where an endpoint wants to be brought one, and for nothing else. */
type Search = readonly [
  candidates: readonly McpEndpoint[],
  token: () => Promise<Secret | undefined>,
  wish: Omit<ListingWish, 'credential'>,
];

/** The first of the candidates that lists its tools. Throws a TutorialError that says what is there instead. */
export async function findMcp(
  ...search: Search
): Promise<{ readonly found: FoundMcp; readonly tools: readonly OfferedTool[] }> {
  const { at, came, credential } = await askInTurn(...search);
  if (came.is === 'done') return { found: { ...at, isProtected: credential !== undefined }, tools: came.value };
  throw mcpFault(at.endpoint.href, came, credential !== undefined);
}

/** The same, or where none lists its tools the one whose answer tells most. Where there is only one, nobody is asked. */
export async function likeliestMcp(...search: Search): Promise<McpEndpoint> {
  const [[first, ...others]] = search;
  return first && others.length === 0 ? first : (await askInTurn(...search)).at;
}

/** Asks one candidate after the other, until one lists its tools, or what is there tells that another one is no better. */
async function askInTurn(...[candidates, token, wish]: Search): Promise<Asked> {
  let first: Asked | undefined;
  for (const at of candidates) {
    let credential: Secret | undefined;
    let came = await listMcpTools(at, wish);
    if (came.is === 'other' && came.answer.status === 401) {
      credential = await token();
      if (credential) came = await listMcpTools(at, { ...wish, credential });
    }
    if (came.is === 'done') return { at, came, credential };
    // What is there and says no tells more than that another one is not there.
    if (!first || !isNotHere(came)) first = { at, came, credential };
    if (!isNotHere(came)) break;
  }
  if (!first) throw new Error('there is no candidate');
  return first;
}

/** A candidate, what it said, and what it was brought. */
interface Asked {
  readonly at: McpEndpoint;
  readonly came: McpOutcome<OfferedTool[]>;
  readonly credential: Secret | undefined;
}

function isNotHere(came: McpNothing): boolean {
  return came.is === 'other' && NOT_HERE.includes(came.answer.status);
}
