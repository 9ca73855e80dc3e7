import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { closeAll, httpTarget, proxyTo, rawTarget, Wire } from './tap-lab.ts';

afterEach(closeAll);

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

  test('a caller that says no more still hears the answer', async () => {
    const target = await rawTarget((socket) => {
      let asked = '';
      socket.setEncoding('latin1').on('data', (text: string) => {
        asked += text;
      });
      socket.on('end', () => socket.end(`HTTP/1.1 200 OK\r\n\r\n${asked.split('\r\n')[0]}`));
    });
    const wire = new Wire(await proxyTo(target));
    wire.send('GET /last HTTP/1.1\r\nHost: x\r\n\r\n').socket.end();
    expect(await wire.sees('GET /last HTTP/1.1')).toMatch(/^HTTP\/1\.1 200 OK/);
  });

  test('what a server says unasked goes to nobody', async () => {
    const target = await rawTarget((socket) => {
      const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n';
      socket.once('data', () => socket.write(`${answer}ok${answer}no`));
    });
    const wire = new Wire(await proxyTo(target));
    wire.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await wire.ended;
    expect(wire.received).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
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
