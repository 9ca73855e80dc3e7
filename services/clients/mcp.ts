import type { Observe } from '../../src/evidence/hop.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { wire } from '../wire/http.ts';
import { inMcpSession, type McpEndpoint, type McpOutcome, type McpSessionWish } from './mcp-session.ts';
import { SeenListing } from './seen-listing.ts';

/** A tool as its server describes it. */
export interface OfferedTool {
  readonly name: string;
  /** The names of its arguments. */
  readonly arguments: readonly string[];
}

/** How a listing is asked for. */
export interface ListingWish {
  readonly credential?: Secret | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds for all of it; as long as any answer is waited for, where it is left out. */
  readonly timeoutMs?: number;
  /** Told how the tools were listed. */
  readonly observe?: Observe;
  /** Told of each HTTP request. */
  readonly onRequest?: (() => void) | undefined;
}

/** The tools that an MCP server offers at an endpoint, or why it told none. Rejects with the reason of the signal, and with nothing else. */
export async function listMcpTools(
  at: McpEndpoint,
  { credential, signal, timeoutMs = wire.patienceMs, observe = () => () => {}, onRequest }: ListingWish,
): Promise<McpOutcome<OfferedTool[]>> {
  const seen = new SeenListing(credential, onRequest);
  const wish: McpSessionWish = { ...at, credential, signal, timeoutMs, send: seen.send };
  const came = await inMcpSession(wish, async ({ client, transport, options }) => {
    seen.listenTo(transport);
    const { tools } = await client.listTools({}, options);
    return tools.map(({ name, inputSchema }) => ({ name, arguments: Object.keys(inputSchema.properties ?? {}) }));
  });
  if (came.is === 'done')
    seen.tell(observe, { status: 'result', ok: true, text: came.value.map(({ name }) => name).join(', ') });
  else seen.tell(observe, { status: 'none', ok: false, text: inShort(came) });
  return came;
}

function inShort(came: Exclude<McpOutcome<unknown>, { is: 'done' }>): string {
  if (came.is === 'error') return came.text;
  return came.is === 'other' ? `HTTP ${came.answer.status}` : (came.cause as Error).message;
}
