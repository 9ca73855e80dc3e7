import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createHttpServer } from '../wire/http-server.ts';
import { closeServer, listen } from '../wire/listen.ts';
import { type CallbackPage, callbackPage, type LoginEnding } from './callback-page.ts';

/** What a browser brought back from the identity provider. */
export interface Arrival {
  /** The whole address, with all that the provider told. */
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  /** Tells whoever sits there how it ended. Resolves with the page when it has left, or the browser is gone. */
  readonly show: (ending: LoginEnding) => Promise<CallbackPage>;
}

/** A server for one answer to one login (RFC 8252, section 7.3). */
export interface CallbackServer {
  /** Where the browser is to be sent back to; the port is any. */
  readonly redirectUri: string;
  /** The first request for that path; there is no second one. */
  readonly arrival: Promise<Arrival>;
  close(): Promise<void>;
}

/** Listens on loopback alone, on any free port, for a browser that comes back to `path`. */
export async function openCallbackServer(path: string): Promise<CallbackServer> {
  let arrived: ((arrival: Arrival) => void) | undefined;
  const arrival = new Promise<Arrival>((resolve) => {
    arrived = resolve;
  });
  let host = '';
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '', headers } = request;
    // A name that was made to lead here has another Host; the provider sends a browser with GET.
    const isCallback = method === 'GET' && headers.host === host && url.split('?', 1)[0] === path;
    if (!isCallback || !arrived) return void (await answer(response, 'not awaited'));
    const tell = arrived;
    arrived = undefined;
    tell({ url: new URL(url, `http://${host}`), headers, show: (ending) => answer(response, ending) });
  };
  const server = createHttpServer({
    handle,
    errorBody: (_, message) => ({ contentType: 'text/plain; charset=utf-8', body: `${message}\n` }),
  });
  host = `127.0.0.1:${await listen(server, { host: '127.0.0.1', port: 0, pinned: true })}`;
  return { redirectUri: `http://${host}${path}`, arrival, close: () => closeServer(server) };
}

async function answer(response: ServerResponse, ending: LoginEnding): Promise<CallbackPage> {
  const page = callbackPage(ending);
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.writeHead(page.status, page.headers).end(page.body, () => resolve());
  });
  return page;
}
