import * as z from 'zod';
import type { Lab } from '../../services/lab/lab.ts';
import { parseJson } from '../../src/evidence/json.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { withoutPreface } from '../break/breakage.ts';
import { isGuarded } from '../propagation/group-here.ts';
import type { TellableRequest } from '../told-request.ts';

/** A server that looks at the tokens that it is shown. */
export type Guarded = 'tool' | 'mcp';

/** The first message of an MCP client. */
const INITIALIZE = JSON.stringify({
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'tutorial-tui', version: '1' } },
});

/** How it is asked; without a token where there is none. */
export function knockAt(door: Guarded, lab: Pick<Lab, 'url'>, token?: Secret): TellableRequest {
  const bearer = token && { authorization: `Bearer ${token.reveal()}` };
  const secrets = token ? [token] : [];
  if (door === 'tool') return { url: lab.url('tool'), headers: { ...bearer }, secrets };
  return {
    method: 'POST',
    url: `${lab.url('mcp')}/mcp`,
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...bearer },
    body: INITIALIZE,
    secrets,
  };
}

/** Where the MCP server is asked: a protected one of the learner's where it was found, ours over Streamable HTTP. */
export function doorOf(lab: Pick<Lab, 'mcp' | 'running' | 'url'>): URL {
  return isGuarded(lab) ? lab.mcp.found.endpoint : new URL(`${lab.url('mcp')}/mcp`);
}

/** The MCP server, only looked at: whoever is let in is told that it takes no GET. */
export function glanceAt(lab: Pick<Lab, 'mcp' | 'running' | 'url'>, token?: Secret): TellableRequest {
  const bearer = token && { authorization: `Bearer ${token.reveal()}` };
  return { url: doorOf(lab).href, headers: { ...bearer }, secrets: token ? [token] : [] };
}

const errorSchema = z.object({ error: z.object({ message: z.string() }) });

/** What it said: why not, in its own words, or that it lets in. */
export function wordsOf(
  door: Guarded,
  { status, body = '' }: { readonly status: number; readonly body?: string | undefined },
): string {
  if (door === 'tool') return withoutPreface(body.trim());
  return status === 200 ? 'comes in' : (errorSchema.safeParse(parseJson(body)).data?.error.message ?? body);
}
