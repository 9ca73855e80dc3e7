import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Hop } from '../../src/evidence/evidence.ts';
import { LONGEST_TEXT } from '../../src/evidence/printable.ts';
import { maskCredential, redact } from '../../src/evidence/redact.ts';
import { shownHeaders } from '../../src/evidence/shown-headers.ts';
import { says } from '../../src/evidence/shown-token.ts';
import type { ToolResult } from './fetch-tool.ts';

export interface ToolsCall {
  traceId: string;
  /** Where the message was sent, without its session id, which is as good as a key. */
  url: string;
  headers: IncomingHttpHeaders;
  /** The JSON-RPC request. */
  message: { id: string | number; params: { name: string; arguments?: unknown; _meta?: unknown } };
  apiKey: unknown;
}

const SESSION_HEADER = 'mcp-session-id';

/** The hop that reaches the MCP server, as it is before its answer. */
export function openHop({ traceId, url, headers, message, apiKey }: ToolsCall): Hop {
  const { authorization = '' } = headers;
  const fromMeta = apiKey !== undefined;
  const key = typeof apiKey === 'string' ? apiKey : '';
  const credential = fromMeta ? key : authorization.replace(/^bearer /i, '');
  const clean = (text: string) => redact(text, [credential]);
  const shown = Object.entries(headers).filter(([name]) => name !== SESSION_HEADER);
  return {
    id: randomUUID(),
    traceId,
    from: 'stack',
    to: 'mcp',
    at: Date.now(),
    request: `tools/call ${message.params.name}(${clean(argumentsText(message.params.arguments))})`,
    carrier: fromMeta || credential === '' ? '_meta.api_key' : 'Authorization: Bearer',
    credential: maskCredential(credential),
    ...says(credential),
    exchange: {
      request: {
        method: 'POST',
        url,
        headers: shownHeaders(shown, [credential]),
        body: clean(
          JSON.stringify({ jsonrpc: '2.0', id: message.id, method: 'tools/call', params: message.params }),
        ).slice(0, LONGEST_TEXT),
      },
    },
  };
}

/** The same hop with the tool's result; `body` is the JSON-RPC answer. */
export function answerHop(hop: Hop, { text, isError }: ToolResult, status: number, body: string): Hop {
  return {
    ...hop,
    answer: {
      status: `isError: ${isError}`,
      ok: !isError,
      text: redact(text).slice(0, LONGEST_TEXT),
      tookMs: Date.now() - hop.at,
    },
    exchange: { ...hop.exchange, response: { status, headers: {}, body: redact(body).slice(0, LONGEST_TEXT) } },
  };
}

function argumentsText(given: unknown): string {
  return Object.values(given ?? {})
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(', ');
}
