import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { type HttpAsk, wire } from './http.ts';
import { NoAnswer } from './no-answer.ts';

/** What libraries give to the fetch that they are given. */
export interface FetchInit {
  readonly method?: string | undefined;
  readonly headers?: RequestInit['headers'];
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/** Statuses whose answers have no body (Fetch, section 2.2.3). */
const WITHOUT_BODY = [204, 205, 304];

/**
 * `fetch` over the one client, for libraries that take one: a redirect is the answer, and the body is read whole, up to the client's limit.
 * Rejects with the reason of the signal, or with a NoAnswer.
 */
export function wireFetch(url: string | URL, init: FetchInit = {}): Promise<Response> {
  return inFetchsWords(init, async (ask) => {
    const { status, headers, body } = await wire.send(new URL(url), ask);
    return new Response(WITHOUT_BODY.includes(status) ? null : new Uint8Array(body), {
      status,
      headers: pairs(headers),
    });
  });
}

/** The same for event streams: the body comes as it is read, for as long as the server likes. */
export function wireStream(url: string | URL, init: FetchInit = {}): Promise<Response> {
  return inFetchsWords(init, async (ask) => {
    const answer = await wire.open(new URL(url), ask);
    const { statusCode: status = 0, headers } = answer;
    if (WITHOUT_BODY.includes(status)) answer.resume();
    const body = WITHOUT_BODY.includes(status) ? null : (Readable.toWeb(answer) as NodeReadableStream<Uint8Array>);
    return new Response(body as ReadableStream | null, { status, headers: pairs(headers) });
  });
}

async function inFetchsWords(
  { method = 'GET', headers, body, signal }: FetchInit,
  act: (ask: HttpAsk) => Promise<Response>,
): Promise<Response> {
  const form = body instanceof URLSearchParams && { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
  try {
    return await act({
      method,
      headers: { ...form, ...Object.fromEntries(new Headers(headers)) },
      ...(body !== undefined && body !== null && { body: String(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof NoAnswer) throw error;
    // A status that is none, for instance.
    throw new NoAnswer('answer', `the answer cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function pairs(headers: Readonly<Record<string, string | string[] | undefined>>): [string, string][] {
  return Object.entries(headers).flatMap(([name, value = []]) =>
    [value].flat().map((each): [string, string] => [name, each]),
  );
}
