import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { hopOf, type SeenAnswer, type SeenHop } from '../../src/evidence/hop.ts';
import type { Print } from '../../src/evidence/print.ts';
import type { TokenCheck } from '../../src/evidence/token-check.ts';
import type { PartReporter } from '../part/part-server.ts';
import { callCredential, callInWords } from '../part/reading/mcp-call.ts';
import type { FetchResult } from './fetch-tool.ts';
import { errorBody, type RpcRefusal } from './rpc-refusal.ts';

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

/** A tools/list as it reached the server, for a call that is traced. */
export interface ToolsList extends Pick<ToolsCall, 'url' | 'headers'> {
  readonly traceId: string;
  readonly message: { readonly id: string | number; readonly params: unknown };
}

/** The hop of whoever lists the tools: the stack server, when a tool group is registered with it. */
export function listHop({ traceId, url, headers, message }: ToolsList, print: Print): SeenHop {
  const { carrier, ...bearer } = callCredential(headers, undefined);
  return hopOf(
    {
      from: 'stack',
      to: 'mcp',
      seenBy: 'receiver',
      traceId,
      request: 'tools/list',
      ...bearer,
      carrier: bearer.credential === '' ? '' : carrier,
      exchange: {
        method: 'POST',
        url,
        headers: Object.entries(headers),
        body: JSON.stringify({ jsonrpc: '2.0', id: message.id, method: 'tools/list', params: message.params }),
      },
      aside: true,
    },
    print,
  );
}

/** The tools that were listed, for the hop. */
export function seenList(tools: readonly { readonly name: string }[], status: number, body: string): SeenAnswer {
  const text = tools.map(({ name }) => name).join(', ');
  return { status: 'result', ok: true, text, exchange: { status, headers: [], body } };
}

/** Where a request was refused, and in which trace it is told. */
interface Refused {
  readonly traceId: string;
  /** Base URL of this server. */
  readonly url: string;
}

/** Reports a request that was refused before anything of it was read but its headers. */
export function witnessRefusal(
  { method = '', url: target = '', headers }: IncomingMessage,
  { status, code, message, headers: told, checks }: RpcRefusal,
  { traceId, url }: Refused,
  reporter: PartReporter,
): void {
  // What the query holds, a session's id, is as good as a key.
  const [path = ''] = target.split('?');
  const exchange = { method, url: `${url}${path}`, headers: Object.entries(headers) };
  const credential = callCredential(headers, undefined);
  const hop = hopOf(
    { from: 'stack', to: 'mcp', seenBy: 'receiver', traceId, request: `${method} ${path}`, ...credential, exchange },
    reporter.print,
  );
  const answered = { status, headers: Object.entries(told), body: errorBody(code, message).body };
  reporter.hop(hop.arrived);
  reporter.hop(
    hop.answered({ status: String(status), ok: false, text: message, ...(checks && { checks }), exchange: answered }),
  );
}

/** The tool's result, for the hop; `status` is that of the HTTP answer, `body` the JSON-RPC answer, `checks` those of the token that let the call in. */
export function seenResult(
  { text, isError }: FetchResult,
  status: number,
  body: string,
  checks: readonly TokenCheck[] | undefined,
): SeenAnswer {
  const answer = { status: `isError: ${isError}`, ok: !isError, text, ...(checks && { checks }) };
  return { ...answer, exchange: { status, headers: [], body } };
}
