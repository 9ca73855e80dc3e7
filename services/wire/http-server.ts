import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Milliseconds that a refused client has for reading why, before it loses its connection. */
const FAREWELL_MS = 1_000;
/** Milliseconds that an answer may wait for a client that does not read it. */
export const UNREAD_MS = 10_000;
/** Milliseconds after which a connection on which nothing moves is closed: longer than any part lets a call wait. */
const STILLNESS_MS = 120_000;

/** What a part does with a request, and how it says that something is wrong. */
export interface HttpServerOptions {
  /** Answers a request; whatever it throws is answered by `onFault` and never ends the process. */
  handle: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  /** The part's own form of an error that arises before or outside the handler: bad request 400, time-out 408, header flood 431, fault 500. */
  errorBody: (status: number, message: string) => ErrorBody;
}

/** An error as the part writes it. */
export interface ErrorBody {
  contentType: string;
  body: string;
  /** Further headers that every answer of the part carries. */
  headers?: Readonly<Record<string, string>>;
}

const CLIENT_ERRORS: Record<string, [status: number, reason: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The request headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive in time.'],
};

/** An HTTP server with the limits every part has: slow, half-open, malformed and oversized requests end in a 4xx in the part's own form. */
export function createHttpServer({ handle, errorBody }: HttpServerOptions): Server {
  const server = createServer({
    maxHeaderSize: 32 * 1024,
    headersTimeout: 10_000,
    requestTimeout: 20_000,
    connectionsCheckingInterval: 2_000,
    keepAliveTimeout: 30_000,
  });
  server.setTimeout(STILLNESS_MS);
  server.on('request', async (request, response) => {
    try {
      await handle(request, response);
      if (response.writableEnded && !response.writableFinished) giveUpUnread(response);
    } catch (error) {
      if (response.headersSent) {
        response.destroy();
        return;
      }
      const { contentType, body, headers } = errorBody(500, error instanceof Error ? error.message : 'Internal error');
      response.writeHead(500, { ...headers, 'content-type': contentType, connection: 'close' }).end(body);
    }
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const [status, reason, message] = CLIENT_ERRORS[error.code ?? ''] ?? [
      400,
      'Bad Request',
      'The request is not valid HTTP.',
    ];
    const { contentType, body, headers = {} } = errorBody(status, message);
    const further = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(
      `HTTP/1.1 ${status} ${reason}\r\n${further.join('')}content-type: ${contentType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    );
    // A client that neither reads nor closes would keep its descriptor for ever. Not at once: what it has sent and nobody read would reset
    // the connection, and the answer with it.
    const farewell = setTimeout(() => socket.destroy(), FAREWELL_MS).unref();
    socket.once('close', () => clearTimeout(farewell));
  });
  return server;
}

/** An answer that nobody reads is kept in memory: not for ever. */
function giveUpUnread(response: ServerResponse): void {
  const timer = setTimeout(() => response.destroy(), UNREAD_MS).unref();
  response.once('close', () => clearTimeout(timer));
}
