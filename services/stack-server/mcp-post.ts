import { setMaxListeners } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { loopbackLookup } from '../wire/loopback.ts';
import { limited } from './answer-limit.ts';
import { McpFailure } from './mcp-failure.ts';
import { mcpFailureOf } from './mcp-failure-of.ts';
import { sseData } from './sse-data.ts';

/** Milliseconds a connection lies idle before it is closed: less than any server waits, so that a message never meets a closing one. */
const IDLE_CONNECTION = 4_000;
const TEXT_KEPT = 200;
const http = new Agent({ keepAlive: true, timeout: IDLE_CONNECTION });
const https = new HttpsAgent({ keepAlive: true, timeout: IDLE_CONNECTION });

/**
 * POSTs one MCP message. Over node:http, because fetch adds a listener to the session's AbortSignal with every message and never takes it off,
 * and takes three times as long. An answer that is an event stream (Streamable HTTP) is read until it holds the response. Throws a McpFailure.
 */
export function postMessage(url: URL, headers: Headers, body: string, signal: AbortSignal | null): Promise<Response> {
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      signal?.removeEventListener('abort', abort);
      request.destroy();
      reject(mcpFailureOf(error));
    };
    const abort = () => fail(new McpFailure('lost', 'the session was closed'));
    const request = (secure ? httpsRequest : httpRequest)(url, {
      method: 'POST',
      agent: secure ? https : http,
      lookup: loopbackLookup,
      headers: { ...Object.fromEntries(headers), 'content-length': String(Buffer.byteLength(body)) },
    });
    if (signal) setMaxListeners(0, signal); // as many as there are calls under way
    signal?.addEventListener('abort', abort, { once: true });
    request
      .on('error', fail)
      .on('response', (answer) => {
        readAnswer(answer).then((response) => {
          signal?.removeEventListener('abort', abort);
          resolve(response);
        }, fail);
      })
      .end(body);
  });
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
  for await (const data of sseData(limited(answer))) {
    const message: unknown = JSON.parse(data);
    if (typeof message === 'object' && message !== null && ('result' in message || 'error' in message)) return data;
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
