import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { wireStream } from '../wire/fetch.ts';
import { limitedEvents } from './answer-limit.ts';
import { mcpFailureOf } from './mcp-failure-of.ts';
import { postMessage } from './mcp-post.ts';

/** What Llama Stack 0.2.3 asks for, whose client is mcp 1.3 (docs/references/llama-stack-0.2.3.md#as-an-mcp-client). */
const SSE_PROTOCOL_VERSION = '2024-11-05';

/** HTTP with SSE (MCP 2024-11-05), as Llama Stack speaks it. */
class LlamaStackSseTransport extends SSEClientTransport {
  override send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message && message.method === 'initialize') {
      return super.send({ ...message, params: { ...message.params, protocolVersion: SSE_PROTOCOL_VERSION } });
    }
    return super.send(message);
  }
}

/** HTTP with SSE to an endpoint, with these headers on each request. */
export function sseTransport(endpoint: URL, headers: Readonly<Record<string, string>>): SSEClientTransport {
  return new LlamaStackSseTransport(endpoint, { fetch: mcpFetch, requestInit: { headers } });
}

/** Streamable HTTP (MCP 2025-03-26 and later) to an endpoint, with these headers on each request. */
export function streamableTransport(
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(endpoint, { fetch: withoutListening, requestInit: { headers } });
}

const mcpFetch: FetchLike = async (url, init = {}) => {
  if (init.method === 'POST') {
    return postMessage(new URL(url), new Headers(init.headers), String(init.body), init.signal ?? null);
  }
  try {
    const response = await wireStream(url, init);
    return new Response(response.body?.pipeThrough(limitedEvents()), response);
  } catch (error) {
    throw mcpFailureOf(error);
  }
};

/** The same, without the stream for messages that a server sends by itself: this client has no use for them. */
const withoutListening: FetchLike = async (url, init) =>
  init?.method === 'GET' ? new Response(null, { status: 405 }) : mcpFetch(url, init);
