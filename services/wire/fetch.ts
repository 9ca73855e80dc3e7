import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { type HttpClient, wire } from './http.ts';
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
 * `fetch` over the one client, for libraries that take one: the body comes as it is read, and a redirect is the answer. Rejects with the reason of
 * the signal, or with a NoAnswer.
 */
export async function wireFetch(url: string | URL, init: FetchInit = {}, client: HttpClient = wire): Promise<Response> {
  const { method = 'GET', body, signal } = init;
  try {
    const answer = await client.open(new URL(url), {
      method,
      headers: headersOf(init),
      ...(body !== undefined && body !== null && { body: String(body) }),
      ...(signal && { signal }),
    });
    const { statusCode: status = 0, statusMessage: statusText = '', rawHeaders } = answer;
    const headers = pairs(rawHeaders);
    if (method === 'HEAD' || WITHOUT_BODY.includes(status)) {
      answer.resume();
      return new Response(null, { status, headers });
    }
    return new Response(Readable.toWeb(answer) as NodeReadableStream<Uint8Array> as ReadableStream, {
      status,
      statusText,
      headers,
    });
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof NoAnswer))
      throw new NoAnswer('answer', `the answer cannot be read: ${(error as Error).message}`, { cause: error });
    throw error;
  }
}

function headersOf({ headers, body }: FetchInit): Record<string, string> {
  const form = body instanceof URLSearchParams && { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
  return { ...form, ...Object.fromEntries(new Headers(headers)) };
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? '', raw[2 * at + 1] ?? '']);
}
