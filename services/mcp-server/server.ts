import type { IncomingMessage, ServerResponse } from 'node:http';
import { TutorialError } from '../../src/errors.ts';
import { newTraceId, traceIdOf } from '../../src/evidence/traceparent.ts';
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
import { witnessRefusal } from './mcp-hop.ts';
import { CODES, errorBody, methodNotAllowed, RpcRefusal, sendJson, sendRefusal } from './rpc-refusal.ts';
import { SseEndpoint } from './sse-endpoint.ts';
import { refuseStrangers } from './stranger-guard.ts';
import { TokenOrigins } from './token-origins.ts';
import type { ExchangePolicyOptions } from './token-policy/exchange.ts';
import { PASS_ON } from './token-policy/pass-on.ts';
import type { Admitted, TokenPolicy } from './token-policy/token-policy.ts';

/** Where the MCP server listens, and whom it gives the caller's token. */
export interface McpServerOptions {
  listen: Listen;
  /** Origins that may receive the caller's token, e.g. `http://localhost:10000`. */
  allowedOrigins: readonly string[];
  /** Whether calls are traced even where the caller sends no traceparent. */
  traceEveryCall?: boolean;
  /** Left out, the caller's token is passed on; else only tokens for this server let in, and are exchanged for the tool's. */
  exchange?: ExchangePolicyOptions | undefined;
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
  const policy = await policyOf(options, client, reporter);
  const tool = new FetchTool(originsOf(options.allowedOrigins), policy, client, reporter);
  const calls = new CallGate();
  const mayTrace = options.traceEveryCall ? unaskedTraces() : () => false;
  const sse = new SseEndpoint({ tool, reporter, mayTrace }, calls, SESSION_LIMITS);
  const http = new HttpEndpoint({ tool, reporter, mayTrace }, calls, SESSION_LIMITS);
  const onLoopback = isLoopback(options.listen.host);

  const admit = async (request: IncomingMessage, resource: string): Promise<Admitted> => {
    try {
      return await policy.admit(request, resource);
    } catch (error) {
      const asked = traceIdOf(request.headers.traceparent) ?? (mayTrace() ? newTraceId() : undefined);
      if (error instanceof RpcRefusal && asked !== undefined)
        witnessRefusal(request, error, { traceId: asked, url }, reporter);
      throw error;
    }
  };
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    refuseStrangers(request, onLoopback);
    const [path = ''] = (request.url ?? '/').split('?', 1);
    const { method } = request;
    switch (path) {
      case '/sse': {
        const { caller } = await admit(request, '/sse');
        if (method !== 'GET') throw methodNotAllowed('GET');
        return sse.open(url, caller, response);
      }
      case '/messages':
      case '/messages/': {
        const admitted = await admit(request, '/sse');
        if (method !== 'POST') throw methodNotAllowed('POST');
        return sse.post(admitted, request, response);
      }
      case '/mcp': {
        const admitted = await admit(request, '/mcp');
        if (method === 'POST') return http.post(url, admitted, request, response);
        if (method === 'DELETE') return http.delete(admitted, request, response);
        throw methodNotAllowed('POST, DELETE');
      }
      default: {
        const document = method === 'GET' ? policy.document(request, path) : undefined;
        if (!document) throw new RpcRefusal(404, CODES.server, 'Not Found');
        return sendJson(response, document);
      }
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

/** The one that exchanges is loaded where it is asked for. */
async function policyOf(
  { exchange }: McpServerOptions,
  client: HttpClient,
  reporter: PartReporter,
): Promise<TokenPolicy> {
  if (!exchange) return PASS_ON;
  const { ExchangePolicy } = await import('./token-policy/exchange.ts');
  return new ExchangePolicy(exchange, client, reporter);
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
