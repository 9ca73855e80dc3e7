import type { IncomingMessage, ServerResponse } from 'node:http';
import { TutorialError } from '../../src/errors.ts';
import type { PartReporter, RunningPart } from '../part/part-server.ts';
import { unaskedTraces } from '../part/unasked-traces.ts';
import { HttpClient } from '../wire/http.ts';
import { discardRest } from '../wire/http-body.ts';
import { createHttpServer } from '../wire/http-server.ts';
import { closeServer, type Listen, listen } from '../wire/listen.ts';
import { isLoopback, urlHost } from '../wire/loopback.ts';
import { CallGate } from './call-gate.ts';
import { FetchTool } from './fetch-tool.ts';
import { HttpEndpoint } from './http-endpoint.ts';
import { CODES, errorBody, methodNotAllowed, RpcRefusal, sendRefusal } from './rpc-refusal.ts';
import { SseEndpoint } from './sse-endpoint.ts';
import { refuseStrangers } from './stranger-guard.ts';
import { TokenOrigins } from './token-origins.ts';

/** Where the MCP server listens, and whom it gives the caller's token. */
export interface McpServerOptions {
  listen: Listen;
  /** Origins that may receive the caller's token, e.g. `http://localhost:10000`. */
  allowedOrigins: readonly string[];
  /** Whether calls are traced even where the caller sends no traceparent. */
  traceEveryCall?: boolean;
}

/** What the part says it is made with; a test holds it to the package. */
const MADE_WITH = 'MCP SDK 1.32';
const SESSION_LIMITS = { idleMs: 30 * 60_000, count: 1_000 };
const SWEEP_MS = 60_000;
const PING_MS = 15_000;

/**
 * The tutorial's MCP server with its tool `fetch`; docs/differences.md lists where it differs. SSE at /sse and /messages/, Streamable HTTP at /mcp.
 * Throws a TutorialError of kind usage where an allowed origin is no URL, and of kind part-unreachable where the port is taken.
 */
export async function start(options: McpServerOptions, reporter: PartReporter): Promise<RunningPart> {
  const client = new HttpClient();
  const tool = new FetchTool(originsOf(options.allowedOrigins), client, reporter);
  const calls = new CallGate();
  const mayTrace = options.traceEveryCall ? unaskedTraces() : () => false;
  const sse = new SseEndpoint({ tool, reporter, mayTrace }, calls, SESSION_LIMITS);
  const http = new HttpEndpoint({ tool, reporter, mayTrace }, calls, SESSION_LIMITS);
  const onLoopback = isLoopback(options.listen.host);

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    refuseStrangers(request, onLoopback);
    const [path, query] = (request.url ?? '/').split('?', 2);
    const { method } = request;
    switch (path) {
      case '/sse':
        if (method !== 'GET') throw methodNotAllowed('GET');
        return sse.open(url, response);
      case '/messages':
      case '/messages/':
        if (method !== 'POST') throw methodNotAllowed('POST');
        return sse.post(request, new URLSearchParams(query), response);
      case '/mcp':
        if (method === 'POST') return http.post(url, request, response);
        if (method === 'DELETE') return http.delete(request, response);
        throw methodNotAllowed('POST, DELETE');
      default:
        throw new RpcRefusal(404, CODES.server, 'Not Found');
    }
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await route(request, response);
    } catch (error) {
      if (!(error instanceof RpcRefusal)) throw error;
      await discardRest(request);
      sendRefusal(response, error);
    }
  };

  const server = createHttpServer({ handle, errorBody: (_, message) => errorBody(CODES.server, message) });
  const port = await listen(server, options.listen);
  const url = `http://${urlHost(options.listen.host)}:${port}`;
  const pinging = setInterval(() => sse.ping(), PING_MS).unref();
  const sweeping = setInterval(() => {
    sse.sessions.purgeStale();
    http.sessions.purgeStale();
  }, SWEEP_MS).unref();
  return {
    url,
    version: MADE_WITH,
    close: async () => {
      clearInterval(pinging);
      clearInterval(sweeping);
      sse.sessions.clear();
      http.sessions.clear();
      await Promise.all([closeServer(server), client.close()]);
    },
  };
}

function originsOf(allowed: readonly string[]): TokenOrigins {
  try {
    return new TokenOrigins(allowed);
  } catch (cause) {
    const wrong = allowed.find((origin) => !URL.canParse(origin));
    throw new TutorialError('usage', `The allowed origin ${wrong} is not a URL.`, {
      next: 'Name it as in --allow-origin http://localhost:10000',
      cause,
    });
  }
}
