import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { closeAll, httpTarget, proxyTo, rawTarget, Wire } from './tap-lab.ts';

afterEach(closeAll);

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

test('sixty-four megabytes come through whole, while who reads slowly is waited for', async () => {
  const MEGABYTES = 64;
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
  // It is not read for now: what is on its way is a few buffers, which Linux lets grow to megabytes each, and not all of it.
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
