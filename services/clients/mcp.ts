import { TutorialError } from '../../src/errors.ts';
import { VERSION } from '../../src/version.ts';
import { withDeadline } from '../wire/deadline.ts';
import { wireStream } from '../wire/fetch.ts';
import { wire } from '../wire/http.ts';

/** A tool as its server describes it. */
export interface OfferedTool {
  readonly name: string;
  /** The names of its arguments. */
  readonly arguments: readonly string[];
}

/** The tools that the MCP server at this SSE endpoint offers. Throws a TutorialError of kind part-unreachable. */
export async function listMcpTools(sseUrl: string, signal: AbortSignal): Promise<OfferedTool[]> {
  const [{ Client }, { SSEClientTransport }] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/index.js'),
    import('@modelcontextprotocol/sdk/client/sse.js'),
  ]);
  const client = new Client({ name: 'tutorial-tui', version: VERSION });
  try {
    const { tools } = await withDeadline(wire.patienceMs, signal, async (during) => {
      // The SDK would give up after a minute.
      const options = { signal: during, timeout: wire.patienceMs };
      await client.connect(new SSEClientTransport(new URL(sseUrl), { fetch: wireStream }), options);
      return client.listTools({}, options);
    });
    return tools.map(({ name, inputSchema }) => ({ name, arguments: Object.keys(inputSchema.properties ?? {}) }));
  } catch (cause) {
    signal.throwIfAborted();
    throw new TutorialError('part-unreachable', `No MCP server answers at ${sseUrl}.`, { cause });
  } finally {
    await client.close();
  }
}
