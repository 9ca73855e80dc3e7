import { Agent, request } from 'node:http';
import fc from 'fast-check';

/** A request that may hold anything, to one of these paths or to any other. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const METHODS = ['GET', 'POST', 'DELETE', 'PUT', 'HEAD', 'OPTIONS'];
const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** Text as it may stand in a header: node:http sends no other. */
const headerText = fc.string({
  unit: fc
    .integer({ min: 32, max: 255 })
    .filter((code) => code !== 127)
    .map((code) => String.fromCharCode(code)),
});

/** Requests to a server with these paths, of bodies and headers like these. */
export function requests(
  paths: readonly string[],
  body: fc.Arbitrary<string>,
  headers: Readonly<Record<string, fc.Arbitrary<string>>> = {},
): fc.Arbitrary<Asked> {
  const tail = fc.string({ maxLength: 10 }).map((each) => encodeURIComponent(each.replaceAll(/\p{Cs}/gu, '')));
  const raw = fc.string({
    unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
    maxLength: 10,
  });
  return fc.record({
    method: fc.constantFrom(...METHODS, 'POST', 'POST'),
    path: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...paths) },
      fc
        .tuple(fc.constantFrom(...paths), fc.constantFrom('/', '?'), fc.oneof(tail, raw))
        .map((parts) => parts.join('')),
      raw.map((each) => `/${each}`),
    ),
    headers: fc.record(
      Object.fromEntries(Object.entries(headers).map(([name, likely]) => [name, fc.oneof(likely, headerText)])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Record<string, string>>,
    body,
  });
}

/** The answer to such a request. Rejects where none came. */
export function ask(url: string, asked: Asked): Promise<{ status: number; text: string }> {
  const { method, path, body } = asked;
  const sends = method !== 'GET' && method !== 'HEAD';
  // node:http names no length by itself with DELETE and OPTIONS: the body would be taken for another request, which is answered, too.
  const headers = { ...asked.headers, ...(sends && { 'content-length': Buffer.byteLength(body) }) };
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request(
      { host: hostname === 'localhost' ? '127.0.0.1' : hostname, port, method, path, agent, headers, timeout: 20_000 },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (more: string) => {
          text += more;
          // An event stream has no end.
          if (answer.headers['content-type']?.startsWith('text/event-stream')) sent.destroy();
        });
        answer.on('close', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', reject);
    sent.end(sends ? body : undefined);
  });
}
