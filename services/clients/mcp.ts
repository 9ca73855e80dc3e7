import { TutorialError } from '../../src/errors.ts';
import { VERSION } from '../../src/version.ts';

/** The names of the tools that the MCP server at this SSE endpoint offers. Throws a TutorialError of kind part-unreachable. */
export async function listMcpTools(sseUrl: string, signal: AbortSignal): Promise<string[]> {
  const [{ Client }, { SSEClientTransport }] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/index.js'),
    import('@modelcontextprotocol/sdk/client/sse.js'),
  ]);
  const client = new Client({ name: 'tutorial-tui', version: VERSION });
  try {
    await client.connect(new SSEClientTransport(new URL(sseUrl)), { signal });
    const { tools } = await client.listTools({}, { signal });
    return tools.map(({ name }) => name);
  } catch (cause) {
    signal.throwIfAborted();
    throw new TutorialError('part-unreachable', `No MCP server answers at ${sseUrl}.`, { cause });
  } finally {
    await client.close();
  }
}
