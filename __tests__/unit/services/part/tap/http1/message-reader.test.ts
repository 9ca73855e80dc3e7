import { createServer, type IncomingMessage, request } from 'node:http';
import { Duplex } from 'node:stream';
import { answerBodyLength, requestBodyLength } from '../../../../../../services/part/tap/http1/body-length.ts';
import {
  type AnswerHead,
  type RequestHead,
  readRequestLine,
  readStatusLine,
} from '../../../../../../services/part/tap/http1/head.ts';
import { answerMessage, requestMessage } from '../../../../../../services/part/tap/http1/message.ts';
import { MessageReader } from '../../../../../../services/part/tap/http1/message-reader.ts';

/** A message as it was understood. */
interface Read {
  readonly start: string;
  readonly headers: unknown;
  content: string;
  over: boolean;
}

/** What the reader makes of these bytes, when they come in these pieces; and all bytes that it told of. */
function read(kind: 'requests' | 'answers', pieces: readonly Buffer[]): { read: Read[]; told: string } {
  const found: Read[] = [];
  let told = '';
  const begins = (start: string, headers: unknown, bytes: Buffer) => {
    found.push({ start, headers, content: '', over: false });
    told += bytes.toString('latin1');
  };
  const rest = {
    body: (bytes: Buffer) => {
      told += bytes.toString('latin1');
    },
    content: (bytes: Buffer) => {
      (found.at(-1) as Read).content += bytes.toString('latin1');
    },
    end: () => {
      (found.at(-1) as Read).over = true;
    },
  };
  const reader =
    kind === 'requests'
      ? new MessageReader<RequestHead>(readRequestLine, {
          head: (head, bytes) => {
            const { method, url, headers } = requestMessage(head);
            begins(`${method} ${url}`, headers, bytes);
            return requestBodyLength(head);
          },
          ...rest,
        })
      : new MessageReader<AnswerHead>(readStatusLine, {
          head: (head, bytes) => {
            const { statusCode, headers } = answerMessage(head);
            begins(String(statusCode), headers, bytes);
            return answerBodyLength(head, 'GET');
          },
          ...rest,
        });
  for (const piece of pieces) reader.feed(piece);
  reader.finish();
  return { read: found.map((each) => ({ ...each, headers: { ...(each.headers as object) } })), told };
}

/** One end of a connection in memory: gives these bytes to whoever reads. */
function saying(bytes: Buffer, end: boolean): Duplex {
  const duplex = new Duplex({ read() {}, write: (_, __, done) => done() });
  duplex.push(bytes);
  if (end) duplex.push(null);
  return duplex;
}

async function all(message: IncomingMessage): Promise<string> {
  let content = '';
  for await (const part of message.setEncoding('latin1')) content += part;
  return content;
}

/** What Node's own parser makes of so many requests. */
function readByNode(bytes: Buffer, count: number): Promise<Read[]> {
  const found: Read[] = [];
  return new Promise((resolve, reject) => {
    const server = createServer({ requireHostHeader: false }, async (message, response) => {
      const { method, url, headers } = message;
      const seen: Read = { start: `${method} ${url}`, headers, content: '', over: false };
      found.push(seen);
      seen.content = await all(message);
      seen.over = message.complete;
      response.end();
      if (found.length === count && found.every(({ over }) => over)) resolve(found);
    });
    server.on('clientError', reject).emit('connection', saying(bytes, false));
  });
}

function answerReadByNode(bytes: Buffer): Promise<Read> {
  return new Promise((resolve, reject) => {
    request({ createConnection: () => saying(bytes, true) } as object, async (message) => {
      const { statusCode, headers } = message;
      resolve({ start: String(statusCode), headers, content: await all(message), over: message.complete });
    })
      .on('error', reject)
      .end();
  });
}

/** Numbers that look random and are the same in each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

const NAMES = ['Accept', 'x-a', 'X-A', 'Cookie', 'cookie', 'User-Agent', 'AUTHORIZATION', 'authorization', 'x_1.~'];
const VALUES = ['', 'a', ' padded \t', 'a:b, c', '\xe9\xff', 'x'.repeat(300), '"quoted; =', 'Bearer e.y.J'];

function fieldsFrom(pick: (below: number) => number): string {
  return Array.from({ length: pick(6) }, () => `${NAMES[pick(NAMES.length)]}:${VALUES[pick(VALUES.length)]}\r\n`).join(
    '',
  );
}

function contentFrom(pick: (below: number) => number): string {
  return ['', 'x', '0\r\n\r\n', '\r\n\r\nGET / HTTP/1.1\r\n\r\n', 'long '.repeat(200)][pick(5)] ?? '';
}

/** The content behind fields that say where it ends. */
function bodyFrom(pick: (below: number) => number, content: string): string {
  if (pick(2) === 0) return `Content-Length: ${content.length}\r\n\r\n${content}`;
  let chunks = '';
  for (let left = content; left !== ''; ) {
    const chunk = left.slice(0, 1 + pick(left.length));
    left = left.slice(chunk.length);
    chunks += `${pick(2) ? '0' : ''}${chunk.length.toString(16)}${pick(2) ? ';a="b"' : ''}\r\n${chunk}\r\n`;
  }
  return `Transfer-Encoding: ${pick(2) ? 'chunked' : 'Chunked'}\r\n\r\n${chunks}0\r\n${pick(2) ? 'X-Sum: 1\r\n' : ''}\r\n`;
}

function cut(bytes: Buffer, pick: (below: number) => number): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = [1, 2, 7, 100, 10_000][pick(5)] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

const SEEDS = Array.from({ length: 100 }, (_, seed) => seed + 1);

test.each(SEEDS)('requests are what they are to node:http, however they are cut (%d)', async (seed) => {
  const pick = numbers(seed);
  const count = 1 + pick(4);
  const messages = Array.from({ length: count }, () => {
    const start = `${['GET', 'POST', 'OPTIONS'][pick(3)]} ${['/', '/a?b=%20', '*'][pick(3)]} HTTP/1.1\r\n`;
    return start + fieldsFrom(pick) + (pick(4) === 0 ? '\r\n' : bodyFrom(pick, contentFrom(pick)));
  });
  const bytes = Buffer.from(messages.join(''), 'latin1');
  const ours = read('requests', cut(bytes, pick));
  expect(ours.told).toBe(bytes.toString('latin1'));
  expect(ours.read).toEqual(await readByNode(bytes, count));
});

test.each(SEEDS)('answers are what they are to node:http, however they are cut (%d)', async (seed) => {
  const pick = numbers(seed);
  const status = [200, 204, 304, 404, 500][pick(5)] ?? 200;
  const without = status === 204 || status === 304;
  const head = `HTTP/1.1 ${status}${['', ' ', ' Fine By \xe9'][pick(3)]}\r\n${fieldsFrom(pick)}Set-Cookie: a\r\nset-cookie: b\r\n`;
  const body = without ? '\r\n' : pick(3) === 0 ? `\r\n${contentFrom(pick)}` : bodyFrom(pick, contentFrom(pick));
  const bytes = Buffer.from(head + body, 'latin1');
  const ours = read('answers', cut(bytes, pick));
  expect(ours.told).toBe(bytes.toString('latin1'));
  expect(ours.read).toEqual([await answerReadByNode(bytes)]);
});

const HEAD = 'POST / HTTP/1.1\r\nHost: x\r\n';
const CHUNKED = `${HEAD}Transfer-Encoding: chunked\r\n\r\n`;

/** What two readers could read differently, so that one of them finds a request where the other finds none. */
const REFUSED: Readonly<Record<string, string>> = {
  'two lengths': `${HEAD}Content-Length: 5\r\nContent-Length: 6\r\n\r\n`,
  'the same length twice': `${HEAD}Content-Length: 5\r\ncontent-length: 5\r\n\r\n`,
  'lengths in a list': `${HEAD}Content-Length: 5, 5\r\n\r\n`,
  'a length with a sign': `${HEAD}Content-Length: +5\r\n\r\n`,
  'a length in hex': `${HEAD}Content-Length: 0x5\r\n\r\n`,
  'a length that no number holds': `${HEAD}Content-Length: 99999999999999999999\r\n\r\n`,
  'a length behind other white space': `${HEAD}Content-Length: \xa05\r\n\r\n`,
  'an empty length': `${HEAD}Content-Length:\r\n\r\n`,
  'a length and chunks': `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`,
  'a coding that is unknown': `${HEAD}Transfer-Encoding: xchunked\r\n\r\n`,
  'a coding over the chunks': `${HEAD}Transfer-Encoding: chunked, gzip\r\n\r\n`,
  'chunks twice': `${HEAD}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n`,
  'chunks in HTTP/1.0': 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n',
  'a blank before the colon': `${HEAD}Content-Length : 5\r\n\r\n`,
  'a line that goes on with the one before': `${HEAD}X-A: 1\r\n Content-Length: 5\r\n\r\n`,
  'a line without a colon': `${HEAD}Content-Length 5\r\n\r\n`,
  'a field without a name': `${HEAD}: 5\r\n\r\n`,
  'an LF alone': `${HEAD}X-A: 1\nContent-Length: 5\r\n\r\n`,
  'lines that end with LF': 'GET / HTTP/1.1\nHost: x\n\n',
  'a CR alone': `${HEAD}X-A: 1\rContent-Length: 5\r\n\r\n`,
  'a NUL': `${HEAD}X-A: \x00\r\n\r\n`,
  'a blank more in the first line': 'GET  / HTTP/1.1\r\n\r\n',
  'a target with a blank': 'GET /a b HTTP/1.1\r\n\r\n',
  'another version': 'GET / HTTP/1.2\r\n\r\n',
  'no version': 'GET /\r\n\r\n',
  'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a size that is none': `${CHUNKED}g\r\n`,
  'a size with a prefix': `${CHUNKED}0x1\r\n`,
  'a size with a sign': `${CHUNKED}-1\r\n`,
  'a size with a blank': `${CHUNKED}1 \r\n`,
  'no size': `${CHUNKED}\r\n`,
  'a size that no number holds': `${CHUNKED}fffffffffffffff\r\n`,
  'a size whose line ends with LF': `${CHUNKED}1\nx`,
  'an extension whose line ends with LF': `${CHUNKED}1;a\nx\r\n`,
  'a chunk longer than it says': `${CHUNKED}1\r\nxx\r\n`,
  'a chunk that ends with LF': `${CHUNKED}1\r\nx\n0\r\n\r\n`,
  'a trailer whose line ends with LF': `${CHUNKED}0\r\nX-A: 1\n\r\n`,
};

test.each(Object.entries(REFUSED))('%s is refused', (_, text) => {
  const bytes = Buffer.from(text, 'latin1');
  expect(() => read('requests', [bytes])).toThrow(expect.objectContaining({ name: 'NoHttp', status: 400 }));
  expect(() =>
    read(
      'requests',
      Array.from(bytes, (byte) => Buffer.of(byte)),
    ),
  ).toThrow(/./);
});

const LONG = 'x'.repeat(128 * 1024);

test.each([
  ['a head', `${HEAD}X-A: ${LONG}\r\n\r\n`, 431],
  ['a head without end', `${HEAD}X-A: ${LONG}`, 431],
  ['an extension', `${CHUNKED}1;${LONG}`, 400],
  ['the trailers', `${CHUNKED}0\r\nX-A: ${LONG}`, 400],
])('%s may not be as long as one likes', (_, text, status) => {
  expect(() => read('requests', [Buffer.from(text)])).toThrow(expect.objectContaining({ status }));
});

test.each(['SSH-2.0-OpenSSH_9.2\r\n', '\x15\x03\x01', '220 ready\r\n', 'HTTP/2 200\r\n', 'HTTP/1.1 20\r\n'])(
  'what cannot become an answer is not waited for: %j',
  (text) => {
    expect(() => read('answers', [Buffer.from(text, 'latin1')])).toThrow(/no status line|no text/);
  },
);
