import { redact } from '../../src/evidence/redact.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import { OLLAMA_URL } from '../clients/ollama.ts';
import type { PartReporter, RunningPart } from '../part/part-server.ts';
import { createHttpServer } from '../wire/http-server.ts';
import { closeServer, type Listen, listen, listeningOn } from '../wire/listen.ts';
import { isLoopback, urlHost } from '../wire/loopback.ts';
import { LLAMA_STACK_VERSION } from './client-version.ts';
import { createHandler } from './handler.ts';
import type { McpTimeouts } from './mcp-session.ts';
import { McpSessions } from './mcp-sessions.ts';
import { Models } from './models.ts';
import { Registry } from './registry.ts';
import { createRouter } from './router.ts';
import { ROUTES } from './routes.ts';
import { standingGroup } from './standing-group.ts';

/** Where the stack server listens, what it keeps, and what it waits for. */
export interface StackServerOptions {
  listen: Listen;
  /** Where the registry of tool groups is kept, for one server at a time; without it, it is kept in memory. */
  dataFolder?: string;
  /** The ollama whose models are listed; by default the one of this machine. */
  ollamaUrl?: string;
  /** An MCP server whose tools are there from the start, as the tutorial's tool group. */
  mcpEndpoint?: string;
  /**
   * Traces calls that bring no traceparent too (so many a second), so that a lab sees those made by hand: their `_meta` then carries a traceparent, which the real
   * server never sends.
   */
  traceEveryCall?: boolean;
  /** Milliseconds that an MCP server is waited for: a client of Llama Stack waits for 60 s, and the answer has to come before that. */
  mcpTimeouts?: McpTimeouts;
}

const MCP_TIMEOUTS: McpTimeouts = { connect: 20_000, call: 30_000 };

/**
 * Starts a server with the HTTP surface of Llama Stack 0.2.3 (docs/differences.md lists where it differs). Throws a TutorialError of kind part-unreachable
 * where the port or the data folder is taken.
 */
export async function start(options: StackServerOptions, reporter: PartReporter): Promise<RunningPart> {
  const {
    listen: wanted,
    dataFolder,
    ollamaUrl = OLLAMA_URL,
    mcpEndpoint,
    traceEveryCall = false,
    mcpTimeouts = MCP_TIMEOUTS,
  } = options;
  const registry = await Registry.open(dataFolder, (line) => reporter.log(line));
  const sessions = new McpSessions(mcpTimeouts);
  const stack = { registry, sessions, models: new Models(registry, ollamaUrl) };
  const listensOnLoopback = isLoopback(wanted.host);
  const server = createHttpServer({
    handle: createHandler(stack, createRouter(ROUTES), reporter, {
      listensOnLoopback,
      traceEveryCall,
      patience: mcpTimeouts.call,
    }),
    errorBody: (_status, message) => ({
      contentType: 'application/json',
      body: JSON.stringify({ detail: message }),
      headers: { 'x-trace-id': newTraceId() },
    }),
  });
  const closing = new AbortController();
  const release = async () => {
    closing.abort();
    await sessions.close();
    await registry.close();
  };
  try {
    const port = await listen(server, wanted);
    const addresses = listeningOn(server).map((address) => `'${address}'`);
    reporter.log(`Listening on [${addresses.join(', ')}]:${port}`);
    if (mcpEndpoint !== undefined)
      void standingGroup(mcpEndpoint, stack, (line) => reporter.log(redact(line)), closing.signal);
    return {
      url: `http://${urlHost(wanted.host)}:${port}`,
      version: `Llama Stack ${LLAMA_STACK_VERSION} API`,
      close: async () => {
        await closeServer(server);
        await release();
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}
