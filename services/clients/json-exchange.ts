import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** Milliseconds without a byte. A tool call may take as long as the stack server waits for its MCP server, and a little longer. */
const IDLE_TIMEOUT = 40_000;
const ANSWER_LIMIT = 16 * 1024 * 1024;

export interface JsonRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body?: string;
}

export interface RawAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** One HTTP request with its whole answer, over node:http (fetch takes 30 ms to load). Redirects are not followed: a credential stays where it was sent. */
export function exchangeJson({ method, url, headers, body }: JsonRequest, signal?: AbortSignal): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(url, {
      method,
      headers: { ...headers, ...lengthOf(body) },
      timeout: IDLE_TIMEOUT,
      ...(signal && { signal }),
    });
    request
      .on('timeout', () => request.destroy(new Error(`no answer within ${IDLE_TIMEOUT / 1000} s`)))
      .on('error', (error) => reject(described(error)))
      .on('response', (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response
          .on('data', (chunk: Buffer) => {
            size += chunk.length;
            if (size > ANSWER_LIMIT) request.destroy(new Error(`the answer is larger than ${ANSWER_LIMIT} bytes`));
            else chunks.push(chunk);
          })
          .on('error', (error) => reject(described(error)))
          .on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
              ),
              body: Buffer.concat(chunks).toString('utf8'),
            }),
          );
      })
      .end(body);
  });
}

function lengthOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
}

/** Where localhost has two addresses, Node reports an AggregateError with an empty message. */
function described(error: Error): Error {
  if (error.message !== '' || !('code' in error)) return error;
  return new Error(String(error.code), { cause: error });
}
