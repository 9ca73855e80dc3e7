import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { wire } from '../wire/http.ts';
import { limited } from './answer-limit.ts';
import { McpFailure } from './mcp-failure.ts';
import { mcpFailureOf } from './mcp-failure-of.ts';

const TEXT_KEPT = 200;

/**
 * POSTs one MCP message. An answer that is an event stream (Streamable HTTP) is read until it holds the response. Throws a McpFailure.
 */
export async function postMessage(
  url: URL,
  headers: Headers,
  body: string,
  signal: AbortSignal | null,
): Promise<Response> {
  try {
    const ask = { method: 'POST', headers: Object.fromEntries(headers), body, ...(signal && { signal }) };
    return await readAnswer(await wire.open(url, ask));
  } catch (error) {
    if (signal?.aborted) throw new McpFailure('lost', 'the session was closed');
    throw mcpFailureOf(error);
  }
}

async function readAnswer(answer: IncomingMessage): Promise<Response> {
  const status = answer.statusCode ?? 0;
  const type = answer.headers['content-type'] ?? '';
  answer.setEncoding('utf8');
  if (status === 200 && type.startsWith('text/event-stream')) {
    return jsonResponse(await responseIn(answer), answer);
  }
  const text = await textOf(answer);
  if (status >= 400 && status <= 499) {
    throw new McpFailure('not-delivered', `it answered ${status} ${text.slice(0, TEXT_KEPT)}`.trim(), status);
  }
  // Only JSON is read on; `Accepted` and its like are not worth a stream.
  const body = type.startsWith('application/json') ? text : null;
  return new Response(body, { status, headers: sessionHeaders(answer, type) });
}

async function textOf(answer: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of limited(answer)) text += chunk;
  return text;
}

/** The first JSON-RPC response of an event stream; what comes before it are notifications, which nobody here waits for. */
async function responseIn(answer: IncomingMessage): Promise<string> {
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => void events.push(data) });
  for await (const chunk of limited(answer)) {
    parser.feed(chunk);
    for (const data of events.splice(0)) {
      const message: unknown = JSON.parse(data);
      if (typeof message === 'object' && message !== null && ('result' in message || 'error' in message)) return data;
    }
  }
  throw new McpFailure('lost', 'it ended the stream without an answer');
}

function jsonResponse(body: string, answer: IncomingMessage): Response {
  return new Response(body, { status: 200, headers: sessionHeaders(answer, 'application/json') });
}

/** What the SDK's transports read of an answer's headers. */
function sessionHeaders({ headers }: IncomingMessage, contentType: string): Record<string, string> {
  const session = headers['mcp-session-id'];
  return {
    'content-type': contentType,
    ...(typeof session === 'string' && { 'mcp-session-id': session }),
    ...(headers.location !== undefined && { location: headers.location }),
  };
}
