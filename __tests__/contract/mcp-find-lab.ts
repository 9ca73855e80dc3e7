import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import * as z from 'zod';

/** What answers at a path: undefined where nothing is there. */
export type Answering = (path: string, request: IncomingMessage, response: ServerResponse) => unknown;

/** A server of somebody else's, on a port of its own. */
export interface OtherServer {
  readonly url: string;
  /** Each request, as `POST /mcp`. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function otherServer(answering: Answering): Promise<OtherServer> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    asked.push(`${request.method} ${pathname}`);
    if ((await answering(pathname, request, response)) === undefined && !response.headersSent)
      response.writeHead(404).end('not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An MCP server made with the SDK, with a tool of its own, which says with which credential it was called. */
function greeter(credential: string | undefined): McpServer {
  const server = new McpServer({ name: 'greeter', version: '1' });
  server.registerTool('greet', { inputSchema: { name: z.string() } }, ({ name }) => ({
    content: [{ type: 'text', text: `Good day, ${name}! (${credential ?? 'no credential'})` }],
  }));
  return server;
}

/** Makes a server for one session. */
export type MakeServer = (credential: string | undefined) => McpServer;

/** One whose tool `ask` asks a tool server that it knows by itself, with the credential of the call. */
export function asker(tool: string): MakeServer {
  return () => {
    const server = new McpServer({ name: 'asker', version: '1' });
    server.registerTool('ask', { inputSchema: { politely: z.boolean() } }, async ({ politely }, { _meta }) => {
      const answer = await fetch(tool, { headers: { authorization: `Bearer ${_meta?.api_key}` } });
      const said = answer.ok ? await answer.text() : `${answer.status} ${answer.statusText}`;
      return { content: [{ type: 'text', text: politely ? `Please: ${said}` : said }], isError: !answer.ok };
    });
    return server;
  };
}

/**
 * One as the tutorial's, with its tool `fetch`: what it is called with in `_meta` goes to whatever address it is asked for, it takes no `_meta` without
 * an api_key, and passes no trace on.
 */
export function tutorialsOwn(): McpServer {
  const server = new McpServer({ name: 'My FastMCP Server', version: '1.3.0' });
  server.registerTool('fetch', { inputSchema: { url: z.string() } }, async ({ url }, { _meta: meta }) => {
    const failed = (why: string) => ({
      content: [{ type: 'text' as const, text: `Error executing tool fetch: ${why}` }],
      isError: true,
    });
    if (meta && !('api_key' in meta)) return failed("'Meta' object has no attribute 'api_key'");
    const answer = await fetch(url, meta ? { headers: { authorization: `Bearer ${meta.api_key}` } } : {});
    if (answer.ok) return { content: [{ type: 'text', text: await answer.text() }] };
    const more = `For more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/${answer.status}`;
    return failed(`Client error '${answer.status} ${answer.statusText}' for url '${url}'\n${more}`);
  });
  return server;
}

/** Streamable HTTP at a path, as the SDK has it, without sessions. */
export function streamableAt(path: string, make: MakeServer = greeter): Answering {
  return async (asked, request, response) => {
    if (asked !== path) return undefined;
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    response.once('close', () => void transport.close());
    // The SDK's own type of a session's id is undefined where it may be left out.
    await make(request.headers.authorization).connect(transport as Transport);
    await transport.handleRequest(request, response);
    return true;
  };
}

/** SSE at a path, as the SDK has it. */
export function sseAt(path: string, make: MakeServer = greeter): Answering {
  const sessions = new Map<string, SSEServerTransport>();
  return async (asked, request, response) => {
    if (asked === path && request.method === 'GET') {
      const transport = new SSEServerTransport('/messages', response);
      sessions.set(transport.sessionId, transport);
      response.once('close', () => sessions.delete(transport.sessionId));
      await make(request.headers.authorization).connect(transport);
      return true;
    }
    if (asked === path) return response.writeHead(405).end();
    if (asked !== '/messages') return undefined;
    const id = new URL(request.url ?? '', 'http://localhost').searchParams.get('sessionId') ?? '';
    await sessions.get(id)?.handlePostMessage(request, response);
    return true;
  };
}

/** Lets nobody in who brings no token, wherever they ask, as a guard before the routes does (RFC 6750 section 3, RFC 9728 section 5.1). */
export function guarded(inner: Answering, isGood: (authorization: string) => boolean): Answering {
  return (path, request, response) => {
    if (isGood(request.headers.authorization ?? '')) return inner(path, request, response);
    const challenge = 'Bearer resource_metadata="https://mcp.example.org/.well-known/oauth-protected-resource"';
    return response.writeHead(401, { 'www-authenticate': challenge }).end();
  };
}
