import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Observe, SeenAnswer, SeenRequest } from '../../src/evidence/hop.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { type FetchInit, wireStream } from '../wire/fetch.ts';

/** Sees how tools are listed: a POST asks for them, and the answer is a message of the transport, over a stream or in the answer to the POST. */
export class SeenListing {
  readonly #credential: Secret | undefined;
  #posted: { readonly request: SeenRequest; readonly response: Response } | undefined;
  #answer: unknown;

  readonly #onRequest: () => void;

  constructor(credential?: Secret, onRequest: () => void = () => {}) {
    this.#credential = credential;
    this.#onRequest = onRequest;
  }

  /** Sends what a session has to send. */
  readonly send = async (url: string | URL, init: FetchInit = {}): Promise<Response> => {
    const seenAt = performance.now();
    this.#onRequest();
    const response = await wireStream(url, init);
    if (init.method === 'POST')
      this.#posted = { request: { ...listingOf(new URL(url), init, this.#credential), seenAt }, response };
    return response;
  };

  /** Listens to a transport that is connected, beside whoever does already. */
  listenTo(transport: Transport): void {
    const { onmessage } = transport;
    transport.onmessage = (message, extra) => {
      this.#answer = message;
      onmessage?.(message, extra);
    };
  }

  /** Tells of the last POST, and of what came of it. */
  tell(observe: Observe, came: Pick<SeenAnswer, 'status' | 'ok' | 'text'>): void {
    if (!this.#posted) return;
    const { request, response } = this.#posted;
    const { status, headers } = response;
    const body = this.#answer === undefined ? undefined : JSON.stringify(this.#answer);
    observe(request)({ ...came, exchange: { status, headers: [...headers], body } });
  }
}

/** What the query holds, a session's id, is as good as a key. */
function listingOf(
  { origin, pathname }: URL,
  { headers, body }: FetchInit,
  credential: Secret | undefined,
): SeenRequest {
  return {
    from: 'you',
    to: 'mcp',
    seenBy: 'sender',
    request: 'tools/list',
    carrier: credential ? 'Authorization: Bearer' : '',
    credential: credential?.reveal() ?? '',
    exchange: { method: 'POST', url: `${origin}${pathname}`, headers: [...new Headers(headers)], body: String(body) },
    aside: true,
  };
}
