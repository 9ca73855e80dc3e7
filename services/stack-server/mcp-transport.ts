import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { McpFailure } from './mcp-failure.ts';
import { mcpFailureOf } from './mcp-failure-of.ts';

/** What Llama Stack 0.2.3 asks for (reference: the MCP server). */
const SSE_PROTOCOL_VERSION = '2024-11-05';
const TEXT_KEPT = 200;

/** HTTP with SSE (MCP 2024-11-05), as Llama Stack speaks it. */
class LlamaStackSseTransport extends SSEClientTransport {
  override send(message: JSONRPCMessage): Promise<void> {
    if ('method' in message && message.method === 'initialize') {
      return super.send({ ...message, params: { ...message.params, protocolVersion: SSE_PROTOCOL_VERSION } });
    }
    return super.send(message);
  }
}

export function sseTransport(endpoint: URL, headers: Readonly<Record<string, string>>): SSEClientTransport {
  return new LlamaStackSseTransport(endpoint, { fetch: tellingFetch, requestInit: { headers } });
}

export function streamableTransport(
  endpoint: URL,
  headers: Readonly<Record<string, string>>,
): StreamableHTTPClientTransport {
  return new StreamableHTTPClientTransport(endpoint, { fetch: withoutListening, requestInit: { headers } });
}

/** fetch that tells a message which was certainly not delivered (nothing listens, or a 4xx) from one that may have been. */
const tellingFetch: FetchLike = async (url, init) => {
  try {
    const response = await fetch(url, init);
    if (init?.method !== 'POST' || response.status < 400 || response.status > 499) return response;
    const text = (await response.text()).slice(0, TEXT_KEPT);
    throw new McpFailure('not-delivered', `it answered ${response.status} ${text}`.trim(), response.status);
  } catch (error) {
    throw mcpFailureOf(error);
  }
};

/** The same, without the stream for messages that a server sends by itself: this client has no use for them. */
const withoutListening: FetchLike = async (url, init) => {
  const resumes = new Headers(init?.headers).has('last-event-id');
  if (init?.method === 'GET' && !resumes) return new Response(null, { status: 405 });
  return tellingFetch(url, init);
};
