import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { closeServer } from '../../services/wire/listen.ts';
import { closeAll, exchanged, httpTarget, listening, onClose, proxyTo, rawTarget, Wire } from './tap-lab.ts';

afterEach(closeAll);

const VIA = /Via: 1\.\d tutorial-tui\r\n/;
const CHUNKED = '5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n';

/** Requests and answers that have to be the same on both sides of a tap, but for Via. */
const SAME: Readonly<Record<string, { request: string; answer: string; until: string | RegExp; end?: boolean }>> = {
  'a GET, names in odd case and order, a name twice': {
    request:
      'GET /a/../b%2f?x=%20&y=%C3%A9 HTTP/1.1\r\nx-B: 1\r\nhOsT: localhost:8000\r\nX-a: \xe9\r\nAccept: */*\r\n\r\n',
    until: '\r\n\r\n',
    answer:
      'HTTP/1.1 200 Fine By Me\r\nx-Zed: \xe9\r\nDate: yesterday\r\nSet-Cookie: a=1\r\nContent-length: 2\r\nSet-Cookie: b=2\r\nKeep-Alive: timeout=7\r\nConnection: Keep-Alive\r\n\r\nok',
  },
  'no Connection and no User-Agent of its own': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n',
  },
  'a POST with a length': {
    request: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello',
    until: 'hello',
    answer: 'HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok',
  },
  'a POST without a body': {
    request: 'POST / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  },
  'chunks both ways': {
    request: `POST / HTTP/1.1\r\nHost: x\r\ntransfer-encoding: chunked\r\n\r\n${CHUNKED}`,
    until: '0\r\n\r\n',
    answer: `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKED}`,
  },
  'trailers both ways': {
    request:
      'POST / HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: TE\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n',
    until: 'X-Sum: 1\r\n\r\n',
    answer:
      'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nX-Sum: 2\r\nx-more: 3\r\n\r\n',
  },
  'an answer that ends with its connection': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nas much as there is',
    end: true,
  },
  'HEAD, and the length of what is not sent': {
    request: 'HEAD / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n',
  },
  '204': {
    request: 'DELETE /x HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 204 No Content\r\nx-done: yes\r\n\r\n',
  },
  '304 with a length': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\nIf-None-Match: "a"\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\nETag: "a"\r\n\r\n',
  },
  'a redirect, which is not followed': {
    request: 'POST /mcp/ HTTP/1.1\r\nHost: localhost:1\r\nContent-Length: 0\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 307 Temporary Redirect\r\nLocation: http://localhost:1/mcp\r\nContent-Length: 0\r\n\r\n',
  },
  'early hints before the answer': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
  },
  'Connection: close, and the end': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok',
    end: true,
  },
  'a body that is compressed': {
    request: 'GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip, br\r\n\r\n',
    until: '\r\n\r\n',
    answer: 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\xff',
  },
};

test.each(Object.entries(SAME))('the same bytes with a tap and without: %s', async (_, { request: sent, ...rest }) => {
  const bare = await exchanged(sent, rest.answer, { ...rest, viaTap: false });
  const tapped = await exchanged(sent, rest.answer, { ...rest, viaTap: true });
  expect(bare.toServer).toBe(sent);
  expect(tapped.toServer).toMatch(VIA);
  expect(tapped.toServer.replace(VIA, '')).toBe(bare.toServer);
  expect(bare.toClient).toBe(rest.answer);
  expect(tapped.toClient).toBe(bare.toClient);
});

test('fields about one connection stay behind, and Upgrade with them', async () => {
  const sent =
    'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, X-Hop\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nX-Hop: 1\r\nX-End: 2\r\nProxy-Connection: keep-alive\r\n\r\n';
  const { toServer } = await exchanged(sent, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', {
    viaTap: true,
    until: '\r\n\r\n',
  });
  expect(toServer).toBe('GET / HTTP/1.1\r\nHost: x\r\nX-End: 2\r\nVia: 1.1 tutorial-tui\r\n\r\n');
});

test('lines of one name keep their order', async () => {
  const { toServer } = await exchanged(
    'GET / HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-b: 2\r\nx-a: 3\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok',
    { viaTap: true, until: '\r\n\r\n' },
  );
  expect(toServer).toContain('X-A: 1\r\nX-A: 3\r\nx-b: 2\r\n');
});

test('Expect: 100-continue: the body waits for the server to ask for it', async () => {
  const target = await rawTarget((socket) => {
    socket.setEncoding('latin1').on('data', (text: string) => {
      if (text.includes('Expect: 100-continue')) {
        expect(text).not.toContain('the body');
        socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      }
      if (text.includes('the body')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  const wire = new Wire(await proxyTo(target));
  wire.send('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n');
  await wire.sees('HTTP/1.1 100 Continue\r\n\r\n');
  await wire.send('the body').sees('\r\n\r\nok');
});

test('a server that refuses what is expected is heard, and no body is asked for', async () => {
  const target = await rawTarget((socket) => {
    socket.on('data', () => socket.write('HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n'));
  });
  const wire = new Wire(await proxyTo(target));
  wire.send('PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n');
  expect(await wire.sees('\r\n\r\n')).toMatch(/^HTTP\/1\.1 417 /);
});

test('drop by drop: each comes on before the next is sent, in both directions', async () => {
  let server: Socket | undefined;
  let got = '';
  const target = await rawTarget((socket) => {
    server = socket.setEncoding('latin1').on('data', (text: string) => {
      got += text;
      socket.emit('got');
    });
  });
  const gets = async (text: string) => {
    while (!got.includes(text)) await (server ? once(server, 'got') : new Promise((resolve) => setImmediate(resolve)));
  };
  const wire = new Wire(await proxyTo(target));
  wire.send('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
  await gets('\r\n\r\n');
  for (const drop of ['alpha', 'beta!', 'gamma']) {
    wire.send(`5\r\n${drop}\r\n`);
    await gets(drop);
  }
  server?.write('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n');
  await wire.sees('\r\n\r\n');
  for (const drop of ['delta', 'epsil', 'zeta!']) {
    server?.write(`5\r\n${drop}\r\n`);
    await wire.sees(`${drop}\r\n`);
  }
});

test('ten megabytes come through whole, while who reads slowly is waited for', async () => {
  const MEGABYTES = 10;
  const chunk = Buffer.alloc(64 * 1024, 'x');
  let written = 0;
  let held = 0;
  const target = await httpTarget(async (_, response) => {
    for (; written < MEGABYTES * 1024 * 1024; written += chunk.length) {
      if (!response.write(chunk)) {
        held += 1;
        await once(response, 'drain');
      }
    }
    response.end();
  });
  const port = await proxyTo(target);
  const asked = request({ port, host: '127.0.0.1' }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  // It is not read for now: what is on its way is a few buffers, not all of it.
  let before = -1;
  while (before !== written) {
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(written).toBeLessThan(MEGABYTES * 1024 * 1024);
  let size = 0;
  for await (const part of answer) size += (part as Buffer).length;
  expect(size).toBe(MEGABYTES * 1024 * 1024);
  expect(held).toBeGreaterThan(0);
});

test('ten megabytes go up whole', async () => {
  const target = await httpTarget(async (incoming, response) => {
    let size = 0;
    for await (const part of incoming) size += (part as Buffer).length;
    response.end(String(size));
  });
  const answer = await fetch(`http://127.0.0.1:${await proxyTo(target)}`, {
    method: 'POST',
    body: Buffer.alloc(10 * 1024 * 1024),
  });
  expect(await answer.text()).toBe(String(10 * 1024 * 1024));
});

describe('who goes away is missed on the other side', () => {
  test('the caller, amid its own request', async () => {
    const gone = new Promise<void>((resolve) => {
      rawTarget((socket) => {
        socket.on('data', () => wireOf.socket.destroy());
        socket.once('close', () => resolve());
      }).then(async (target) => {
        wireOf = new Wire(await proxyTo(target));
        wireOf.send('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf');
      });
    });
    let wireOf: Wire;
    await gone;
  });

  test('the caller, amid a stream', async () => {
    let resolveGone: () => void = () => {};
    const gone = new Promise<void>((resolve) => {
      resolveGone = resolve;
    });
    const target = await httpTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      response.once('close', resolveGone);
    });
    const wire = new Wire(await proxyTo(target));
    wire.send('GET /sse HTTP/1.1\r\nHost: x\r\n\r\n');
    await wire.sees('data: 1');
    wire.socket.destroy();
    await gone;
  });

  test.each([
    ['amid a body of a known length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', 'end'],
    ['amid chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', 'end'],
    ['without an answer', '', 'end'],
  ])('the server, %s: no end is made up', async (_, answer, how) => {
    const target = await rawTarget((socket) => {
      socket.once('data', () => socket.end(answer));
    });
    const wire = new Wire(await proxyTo(target));
    wire.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await wire.ended).toBe(how);
    expect(wire.received).toBe(answer);
  });

  test('the server resets an answer that would end with its connection: so does the tap', async () => {
    const target = await rawTarget((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nhalf'));
      socket.once('data', () => setImmediate(() => wire.sees('half').then(() => socket.resetAndDestroy())));
    });
    const wire: Wire = new Wire(await proxyTo(target));
    wire.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await wire.ended).toBe('reset');
  });
});

describe('connections', () => {
  test('one of a caller is one at the server, and is used again', async () => {
    const seen = new Set<Socket>();
    const target = await httpTarget((incoming, response) => {
      seen.add(incoming.socket);
      response.end('ok');
    });
    const wire = new Wire(await proxyTo(target));
    for (let count = 1; count <= 3; count += 1) {
      wire.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      await wire.sees(new RegExp(`(?:ok[\\s\\S]*){${count}}`));
    }
    expect(seen.size).toBe(1);
  });

  test('an idle one that the caller closes is closed at the server as well', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const target = await rawTarget((socket) => {
      closed = once(socket, 'close');
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
    });
    const wire = new Wire(await proxyTo(target));
    await wire.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n').sees('ok');
    wire.socket.end();
    await closed;
  });

  test('an idle one that the server closes is closed for the caller as well', async () => {
    const target = await rawTarget((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        wire.sees('ok').then(() => socket.end());
      });
    });
    const wire: Wire = new Wire(await proxyTo(target));
    wire.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await wire.ended).toBe('end');
    expect(wire.received).toMatch(/ok$/);
  });

  test('requests that come behind each other without waiting are answered in their order', async () => {
    const target = await httpTarget((incoming, response) => response.end(`<${incoming.url}>`));
    const wire = new Wire(await proxyTo(target));
    wire.send('GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\nGET /3 HTTP/1.1\r\nHost: x\r\n\r\n');
    expect((await wire.sees('</3>')).match(/<[^>]*>/g)).toEqual(['</1>', '</2>', '</3>']);
  });

  test('a thousand callers at once, each with its own answer', async () => {
    const CALLERS = 1_000;
    const waiting: (() => void)[] = [];
    const target = await httpTarget((incoming, response) => {
      waiting.push(() => response.end(incoming.url));
      if (waiting.length === CALLERS) for (const answer of waiting) answer();
    });
    const port = await proxyTo(target);
    const agent = new Agent({ keepAlive: true });
    const answers = await Promise.all(
      Array.from({ length: CALLERS }, async (_, at) => {
        const asked = request({ port, host: '127.0.0.1', path: `/${at}`, agent }).end();
        const [answer] = (await once(asked, 'response')) as [IncomingMessage];
        let body = '';
        for await (const part of answer.setEncoding('utf8')) body += part;
        return body;
      }),
    );
    agent.destroy();
    expect(answers).toEqual(Array.from({ length: CALLERS }, (_, at) => `/${at}`));
  });
});

describe('what the tap says itself', () => {
  const ask = async (port: number, head: string) => {
    const wire = new Wire(port);
    wire.send(head);
    await wire.ended;
    return wire.received;
  };

  test('502 where nobody listens, with the reason', async () => {
    const port = await rawTarget(() => {});
    await closeAll();
    const said = await ask(await proxyTo(port), 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi');
    expect(said).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n/);
    expect(said).toContain(`http://127.0.0.1:${port} does not answer: connect ECONNREFUSED 127.0.0.1:${port}`);
  });

  test('502 where what answers is no HTTP', async () => {
    const target = await rawTarget((socket) => socket.once('data', () => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
    const said = await ask(await proxyTo(target), 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(said).toMatch(/^HTTP\/1\.1 502 [\s\S]*answered what is no HTTP/);
  });

  test('421 to a client that takes it for its proxy: what it sends elsewhere is not for this server', async () => {
    const target = await rawTarget(() => {
      throw new Error('the server was asked');
    });
    const said = await ask(await proxyTo(target), 'GET http://other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n');
    expect(said).toMatch(/^HTTP\/1\.1 421 /);
  });

  test('508 to what has come through it before', async () => {
    const target = await rawTarget(() => {
      throw new Error('the server was asked');
    });
    const said = await ask(await proxyTo(target), 'GET / HTTP/1.1\r\nHost: x\r\nVia: 1.1 a, 1.1 tutorial-tui\r\n\r\n');
    expect(said).toMatch(/^HTTP\/1\.1 508 /);
  });
});

test('a server by another name than loopback is called by it', async () => {
  let host: string | undefined;
  const target = await httpTarget((incoming, response) => {
    host = incoming.headers.host;
    response.end();
  });
  // Another name of this machine's own; no resolver is asked for it.
  const port = await proxyTo(target, { host: '0.0.0.0' });
  await fetch(`http://127.0.0.1:${port}`);
  expect(host).toBe(`0.0.0.0:${target}`);
});

test('a server over https whose certificate nobody vouches for is not asked: 502, and why', async () => {
  const pem = readFileSync(fileURLToPath(new URL('fixtures/self-signed.pem', import.meta.url)));
  const server = createTlsServer({ key: pem, cert: pem }, () => {
    throw new Error('the server was asked');
  });
  onClose(() => closeServer(server));
  const port = await proxyTo(await listening(server), { scheme: 'https' });
  const answer = await fetch(`http://127.0.0.1:${port}/x`);
  expect(answer.status).toBe(502);
  expect(await answer.text()).toContain('its certificate is not accepted: self-signed certificate');
});

test.each(['Connection: Upgrade\r\n', ''])(
  'a server that goes over to another protocol, of which it was not asked: 502 (%j)',
  async (connection) => {
    const target = await rawTarget((socket) => {
      socket.once('data', () => socket.write(`HTTP/1.1 101 Switching Protocols\r\n${connection}Upgrade: h2c\r\n\r\n`));
    });
    const wire = new Wire(await proxyTo(target));
    wire.send('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
    expect(await wire.sees('asked for')).toMatch(/^HTTP\/1\.1 502 [\s\S]* answered 101, which nobody asked for/);
  },
);
