import { createServer, type IncomingHttpHeaders, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { start } from '../../services/mcp-server/server.ts';
import type { ExchangePolicyOptions } from '../../services/mcp-server/token-policy/exchange.ts';
import type { RunningPart } from '../../services/part/part-server.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newSalt, type Print, printer } from '../../src/evidence/print.ts';

export interface McpLab extends RunningPart {
  readonly logs: { line: string; traceId: string | undefined }[];
  readonly hops: Hop[];
}

export async function openMcp(
  allowedOrigins: readonly string[],
  {
    port = 0,
    print = printer(newSalt()),
    ...more
  }: { traceEveryCall?: boolean; exchange?: ExchangePolicyOptions; port?: number; print?: Print } = {},
): Promise<McpLab> {
  const logs: McpLab['logs'] = [];
  const hops: Hop[] = [];
  const reporter = {
    log: (line: string, traceId?: string) => void logs.push({ line, traceId }),
    hop: (hop: Hop) => void hops.push(hop),
    print,
  };
  const part = await start({ listen: { host: '127.0.0.1', port, pinned: true }, allowedOrigins, ...more }, reporter);
  return { ...part, logs, hops };
}

/** A server that the tool may be pointed at; it remembers every request. */
export interface Target {
  readonly url: string;
  readonly asked: { path: string; headers: IncomingHttpHeaders }[];
  /** Connections that were made, with or without a request. */
  connections: number;
  close(): Promise<void>;
}

export async function openTarget(answer: (path: string, response: ServerResponse) => void): Promise<Target> {
  const server = createServer((incoming, outgoing) => {
    target.asked.push({ path: incoming.url ?? '', headers: incoming.headers });
    answer(incoming.url ?? '', outgoing);
  });
  server.on('connection', () => {
    target.connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target: Target = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked: [],
    connections: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return target;
}

export type Way = 'SSE' | 'Streamable HTTP';

/** A client of the SDK's own. `headers` go with each of its HTTP requests. */
export async function connect(url: string, way: Way, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client({ name: 'mcp', version: '0.1.0' });
  const requestInit = { headers };
  await client.connect(
    way === 'SSE'
      ? new SSEClientTransport(new URL(`${url}/sse`), { requestInit })
      : new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit }),
  );
  return client;
}

export interface FetchResult {
  text: string;
  isError: unknown;
}

/** Calls the tool; `meta` is the call's own. */
export async function callFetch(client: Client, url: unknown, meta?: Record<string, unknown>): Promise<FetchResult> {
  const result = await client.callTool({
    name: 'fetch',
    arguments: url === undefined ? {} : { url },
    ...(meta && { _meta: meta }),
  });
  const [content] = result.content as { type: string; text: string }[];
  return { text: content?.text ?? '', isError: result.isError };
}

export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface RawRequest {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** One HTTP request, byte for byte as the test wants it. */
export function send(url: string, { method = 'POST', headers = {}, body }: RawRequest = {}): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method,
      agent: false,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    });
    sent.on('error', reject).on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    sent.end(body);
  });
}

/** A raw SSE connection: the events as they come, in order. */
export interface SseConnection {
  readonly headers: IncomingHttpHeaders;
  /** The next event's name and data. Rejects when the stream ends. */
  next(): Promise<{ event: string; data: string }>;
  close(): void;
}

export function openSse(url: string, headers: Record<string, string> = {}): Promise<SseConnection> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/sse`, { agent: false, headers });
    sent.on('error', reject).on('response', (response) => {
      const events: { event: string; data: string }[] = [];
      const waiting: { resolve: (event: { event: string; data: string }) => void; reject: (error: Error) => void }[] =
        [];
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const parts = (text + chunk).split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(part) ?? [];
          const next = waiting.shift();
          if (next) next.resolve({ event, data });
          else events.push({ event, data });
        }
      });
      response.on('error', () => {});
      response.on('close', () => {
        for (const { reject } of waiting) reject(new Error('the stream ended'));
      });
      resolve({
        headers: response.headers,
        next: () => {
          const event = events.shift();
          return event ? Promise.resolve(event) : new Promise((resolve, reject) => waiting.push({ resolve, reject }));
        },
        close: () => sent.destroy(),
      });
    });
    sent.end();
  });
}

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2024-11-05', capabilities: {}, clientInfo: { name: 'mcp', version: '0.1.0' } },
};

export const STREAMABLE = { accept: 'application/json, text/event-stream' };

/** Opens a session over Streamable HTTP and gives the headers that its further messages carry. */
export async function openSession(url: string): Promise<Record<string, string>> {
  const { headers } = await send(`${url}/mcp`, { headers: STREAMABLE, body: JSON.stringify(INITIALIZE) });
  return { ...STREAMABLE, 'mcp-session-id': String(headers['mcp-session-id']) };
}

export function toolsCall(id: number | string, args: unknown, meta?: unknown): string {
  return JSON.stringify({
    jsonrpc: '2.0',
    id,
    method: 'tools/call',
    params: { name: 'fetch', arguments: args, ...(meta !== undefined && { _meta: meta }) },
  });
}
