import { TutorialError } from '../../src/errors.ts';
import type { Observe } from '../../src/evidence/hop.ts';
import { VERSION } from '../../src/version.ts';
import { withDeadline } from '../wire/deadline.ts';
import { wire } from '../wire/http.ts';
import { SeenListing } from './seen-listing.ts';

/** A tool as its server describes it. */
export interface OfferedTool {
  readonly name: string;
  /** The names of its arguments. */
  readonly arguments: readonly string[];
}

/**
 * The tools that the MCP server at this SSE endpoint offers. `observe` is told how they were listed. Throws a TutorialError of kind
 * part-unreachable.
 */
export async function listMcpTools(
  sseUrl: string,
  signal: AbortSignal,
  observe: Observe = () => () => {},
): Promise<OfferedTool[]> {
  const [{ Client }, { SSEClientTransport }] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/index.js'),
    import('@modelcontextprotocol/sdk/client/sse.js'),
  ]);
  const client = new Client({ name: 'tutorial-tui', version: VERSION });
  const seen = new SeenListing();
  try {
    const { tools } = await withDeadline(wire.patienceMs, signal, async (during) => {
      // The SDK would give up after a minute.
      const options = { signal: during, timeout: wire.patienceMs };
      const transport = new SSEClientTransport(new URL(sseUrl), { fetch: seen.fetch });
      await client.connect(transport, options);
      seen.listenTo(transport);
      return client.listTools({}, options);
    });
    seen.tell(observe, { status: 'result', ok: true, text: tools.map(({ name }) => name).join(', ') });
    return tools.map(({ name, inputSchema }) => ({ name, arguments: Object.keys(inputSchema.properties ?? {}) }));
  } catch (cause) {
    signal.throwIfAborted();
    seen.tell(observe, { status: 'none', ok: false, text: (cause as Error).message });
    throw new TutorialError('part-unreachable', `No MCP server answers at ${sseUrl}.`, { cause });
  } finally {
    await client.close();
  }
}
