import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { McpSessions } from './mcp-sessions.ts';
import type { Models } from './models.ts';
import type { Api } from './providers.ts';
import type { Registry } from './registry.ts';

/** What the routes act on. */
export interface Stack {
  readonly registry: Registry;
  readonly sessions: McpSessions;
  readonly models: Models;
}

/** One request, parsed. */
export interface ParsedRequest<Body = undefined> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Body;
  /** The W3C traceparent to pass on; undefined where nobody asked for a trace. */
  readonly traceparent: string | undefined;
  /** Ends when the caller goes away. */
  readonly signal: AbortSignal;
}

/** One row of the route table. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly api: Api;
  /** Whether it asks an MCP server, whose answer may be long and late: such calls are counted. */
  readonly asksServer?: true;
  /** Whether its requests are told as hops: a call, which is a leg of the token's way, or what stands beside that. */
  readonly told?: 'call' | 'aside';
  /** The fields of its body; without it the body is not read. */
  readonly body?: z.ZodObject;
  /** The JSON to answer 200 with. Throws a Refusal for any other answer. */
  answer(request: ParsedRequest<never>, stack: Stack): unknown;
}

type Row = Pick<Route, 'method' | 'path' | 'api' | 'asksServer' | 'told'>;

/** A row whose body is parsed by a schema. */
export function withBody<Schema extends z.ZodObject>(
  row: Row,
  body: Schema,
  answer: (request: ParsedRequest<z.infer<Schema>>, stack: Stack) => unknown,
): Route {
  return { ...row, body, answer };
}
