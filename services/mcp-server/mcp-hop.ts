import type { IncomingHttpHeaders } from 'node:http';
import { hopOf, type SeenAnswer, type SeenHop } from '../../src/evidence/hop.ts';
import type { Print } from '../../src/evidence/print.ts';
import { callCredential, callInWords } from '../part/reading/mcp-call.ts';
import type { FetchResult } from './fetch-tool.ts';

/** A tools/call as it reached the server. */
export interface ToolsCall {
  traceId: string | undefined;
  /** Where the message was sent, without its session id, which is as good as a key. */
  url: string;
  headers: IncomingHttpHeaders;
  /** The JSON-RPC request. */
  message: { id: string | number; params: { name: string; arguments?: unknown; _meta?: unknown } };
  apiKey: unknown;
}

/** The hop that reaches the MCP server. */
export function mcpHop({ traceId, url, headers, message, apiKey }: ToolsCall, print: Print): SeenHop {
  return hopOf(
    {
      from: 'stack',
      to: 'mcp',
      seenBy: 'receiver',
      traceId,
      request: callInWords(message.params),
      ...callCredential(headers, apiKey),
      exchange: {
        method: 'POST',
        url,
        headers: Object.entries(headers),
        body: JSON.stringify({ jsonrpc: '2.0', id: message.id, method: 'tools/call', params: message.params }),
      },
    },
    print,
  );
}

/** The tool's result, for the hop; `status` is that of the HTTP answer, `body` the JSON-RPC answer. */
export function seenResult({ text, isError }: FetchResult, status: number, body: string): SeenAnswer {
  return { status: `isError: ${isError}`, ok: !isError, text, exchange: { status, headers: [], body } };
}
