import fc from 'fast-check';
import { EngineError } from '../../services/container-engine/engine.ts';
import { lineSplitter } from '../../services/container-engine/line-splitter.ts';
import { pullEvents } from '../../services/container-engine/pull-events.ts';
import { answerBodyLength, requestBodyLength } from '../../services/part/tap/http1/body-length.ts';
import {
  type AnswerHead,
  type RequestHead,
  readRequestLine,
  readStatusLine,
} from '../../services/part/tap/http1/head.ts';
import { MessageReader } from '../../services/part/tap/http1/message-reader.ts';
import { NoHttp } from '../../services/part/tap/http1/no-http.ts';
import { hostNamed, isLoopback, urlHost } from '../../services/wire/loopback.ts';
import { NoAnswer } from '../../services/wire/no-answer.ts';
import { proxyFor } from '../../services/wire/proxy-variables.ts';
import { InputSplitter, type Piece } from '../../src/guided/input-splitter.ts';
import { cuts, inPieces, json, jsonText, objectLike, property, text } from './property.ts';

/** What a reader told of these pieces: message by message, and why it stopped. */
function read(kind: 'requests' | 'answers', pieces: readonly Buffer[]) {
  const told: string[] = [];
  const sink = {
    body: (bytes: Buffer) => void told.push(`${told.pop() ?? ''}${bytes.toString('latin1')}`),
    content: () => {},
    end: () => void told.push('end', ''),
  };
  const begins = (bytes: Buffer) => void told.push(bytes.toString('latin1'), '');
  const reader =
    kind === 'requests'
      ? new MessageReader<RequestHead>(readRequestLine, {
          ...sink,
          head: (head, bytes) => {
            begins(bytes);
            return requestBodyLength(head);
          },
        })
      : new MessageReader<AnswerHead>(readStatusLine, {
          ...sink,
          head: (head, bytes) => {
            begins(bytes);
            return answerBodyLength(head, 'GET');
          },
        });
  try {
    for (const piece of pieces) reader.feed(piece);
    reader.finish();
    return { told, why: undefined };
  } catch (error) {
    if (!(error instanceof NoHttp)) throw error;
    return { told, why: error.message };
  }
}

const field = fc.oneof(
  fc.tuple(
    fc.constantFrom('Content-Length', 'Transfer-Encoding', 'Host', 'Connection', 'x'),
    fc.constantFrom('0', '3', '3, 3', '-1', '+3', '0x3', 'chunked', 'gzip, chunked', 'identity', 'a', ''),
  ),
  fc.tuple(fc.string(), fc.string()),
);
const body = fc.oneof(
  fc.constantFrom(
    '',
    'abc',
    '3\r\nabc\r\n0\r\n\r\n',
    '3;a=b\r\nabc\r\n0\r\nx: y\r\n\r\n',
    'G\r\n',
    'ffffffffffffffff\r\n',
  ),
  fc.string(),
);
const message = (start: fc.Arbitrary<string>) =>
  fc
    .tuple(start, fc.array(field, { maxLength: 3 }), fc.constantFrom('\r\n', '\r\n', '\r\n', '\n'), body)
    .map(([line, fields, end, content]) =>
      [line, ...fields.map(([name, value]) => `${name}: ${value}`), '', content].join(end),
    );
const stream = (start: fc.Arbitrary<string>) =>
  fc
    .oneof(
      fc.array(message(start), { maxLength: 3 }).map((all) => all.join('')),
      fc.string({ unit: 'binary' }),
    )
    .map((all) => Buffer.from(all, 'latin1'));

describe.each([
  ['requests', fc.constantFrom('GET / HTTP/1.1', 'POST /x HTTP/1.0', 'GET  / HTTP/1.1', 'GET / HTTP/2')],
  ['answers', fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.1 204 ', 'HTTP/1.0 100 Continue', 'HTTP/1.1 20')],
] as const)('%s of anybody', (kind, start) => {
  property('are read alike wherever they are cut, or refused', [stream(start), cuts], (bytes, places) => {
    const pieces = inPieces(bytes, places).map((piece) => Buffer.from(piece));
    expect(withoutTail(read(kind, pieces))).toEqual(withoutTail(read(kind, [bytes])));
  });
});

/** What is told of a message that breaks off before it is refused may be less in other pieces; that it is refused, and what came before it, is the same. */
function withoutTail({ told, why }: ReturnType<typeof read>) {
  return why === undefined ? { told } : { refused: true, whole: told.slice(0, told.lastIndexOf('end') + 1) };
}

describe('lines of a log', () => {
  property(
    'come whole wherever they are cut, without what a terminal obeys',
    [fc.array(fc.oneof(text, fc.constantFrom('\n', '\r\n'))), cuts],
    async (parts, places) => {
      const lines = async (pieces: readonly Buffer[]) => {
        const all: string[] = [];
        const splitter = lineSplitter((line) => void all.push(line));
        for (const piece of pieces) splitter.write(piece);
        await new Promise<void>((resolve) => splitter.end(() => resolve()));
        return all;
      };
      const bytes = Buffer.from(parts.join(''));
      const whole = await lines([bytes]);
      expect(await lines(inPieces(bytes, places).map((piece) => Buffer.from(piece)))).toEqual(whole);
      expect(whole.join('')).not.toMatch(/[\r\n]/);
    },
  );
});

describe('keys, pastes and answers of a terminal', () => {
  const typed = fc
    .array(
      fc.oneof(
        fc.constantFrom('\u001b[200~', '\u001b[201~', '\u001b]11;rgb:0/0/0\u0007', '\u001b[A', '\u001b', 'a', '\n'),
        fc.string({ maxLength: 5 }),
      ),
    )
    .map((all) => all.join(''));
  property('are told apart alike wherever they are cut, and no character is lost', [typed, cuts], (input, places) => {
    const told = (pieces: readonly string[]) => {
      const splitter = new InputSplitter();
      return joined([...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.flush()]);
    };
    expect(told(inPieces(input, places))).toEqual(told([input]));
  });

  /** Neighbours of one kind as one. */
  function joined(pieces: readonly Piece[]): [string, string][] {
    const all: [string, string][] = [];
    for (const [[kind, said] = ['', '']] of pieces.map((piece) => Object.entries(piece) as [string, string][])) {
      const last = all.at(-1);
      if (last?.[0] === kind) last[1] += said;
      else all.push([kind, said]);
    }
    return all;
  }
});

property(
  'what an engine says while it pulls is events, or its error',
  [
    fc.array(
      jsonText(
        objectLike({
          id: text,
          status: text,
          progressDetail: objectLike({ current: fc.double(), total: fc.double() }),
          error: text,
          errorDetail: json,
        }),
      ),
    ),
    cuts,
  ],
  async (lines, places) => {
    const bytes = Buffer.from(lines.join('\n'));
    const events = async (pieces: readonly Buffer[]) => {
      const all: unknown[] = [];
      try {
        for await (const event of pullEvents(from(pieces))) all.push(event);
        return { all };
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        return { all, error: error.message };
      }
    };
    expect(await events(inPieces(bytes, places).map((piece) => Buffer.from(piece)))).toEqual(await events([bytes]));
  },
);

async function* from<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}

const host = fc.oneof(
  text,
  fc.domain(),
  fc.ipV4(),
  fc.ipV4Extended(),
  fc.ipV6(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.constantFrom(
    'localhost',
    'localhost.',
    'a.localhost',
    'localhost.example.org',
    '127.1',
    '::ffff:127.0.0.1',
    '[::1]',
    '0.0.0.0',
    '::',
  ),
);

describe('hosts', () => {
  property('that are taken for this machine are no other', [host], (given) => {
    if (!isLoopback(given)) return;
    expect(given).toMatch(
      /^(?:[\w.-]*localhost\.?|\[?(?:127(?:\.\d{1,3}){3}|::ffff:127\..*|::ffff:7f.*|[0:]*:0*1)\]?)$/i,
    );
  });

  property(
    'of a header have no way to another one in them',
    [
      fc.oneof(
        host,
        fc.tuple(host, fc.nat()).map(([name, port]) => `${name}:${port}`),
      ),
    ],
    (header) => {
      expect(hostNamed(header) ?? '').not.toMatch(/[/?#@\\\s]/);
      expect(typeof urlHost(header)).toBe('string');
    },
  );

  property(
    'are asked directly, by a proxy, or not at all where what is named is none',
    [fc.webUrl(), fc.oneof(fc.webUrl(), host, text), fc.oneof(host, text)],
    (url, proxy, except) => {
      const env = { https_proxy: proxy, http_proxy: proxy, no_proxy: except };
      try {
        const found = proxyFor(new URL(url), env);
        expect(found?.protocol ?? 'http:').toMatch(/^https?:$/);
      } catch (error) {
        expect(error).toBeInstanceOf(NoAnswer);
        if (proxy.length > 8) expect((error as Error).message).not.toContain(proxy);
      }
    },
  );
});
