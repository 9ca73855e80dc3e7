import { once } from 'node:events';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { call, result } from './mcp-messages.ts';
import { closeAll, httpTarget, rawTarget, Wire } from './tap-lab.ts';
import { logged, post, tap } from './tap-watch.ts';

afterEach(closeAll);

describe('what is not seen is not guessed', () => {
  test('a body that is too long is passed whole; the tap says that it did not see it', async () => {
    let size = 0;
    const port = await httpTarget(async (incoming, response) => {
      for await (const part of incoming) size += (part as Buffer).length;
      response.end('x'.repeat(300_000));
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'stack');
    const answer = await post(`${watched.url}/v1/tool-runtime/invoke`, 'y'.repeat(300_000));
    expect([size, (await answer.text()).length]).toEqual([300_000, 300_000]);
    const [hop] = await watched.told(1);
    expect(hop?.answer).toMatchObject({ ok: false, text: '(not seen: it is longer than 256 kB)' });
    expect(hop?.exchange.request.body).toBeUndefined();
    expect(hop?.exchange.response).toMatchObject({ status: 200 });
  });

  test('an event that is too long, and all of its stream from there on', async () => {
    const events = [result(7, 'x'.repeat(300_000)), result(7, 'too late')];
    const port = await httpTarget((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    const passed = await (await post(`${watched.url}/mcp`, call(7))).text();
    expect(passed).toContain('too late');
    const [hop] = await watched.told(1);
    expect(hop?.answer).toMatchObject({ status: '200', ok: false, text: '(not seen: an event is too long)' });
  });

  test.each(['application/json', 'text/event-stream'])(
    'but what was looked at makes room for more: %s',
    async (type) => {
      const long = 'x'.repeat(250_000);
      const port = await httpTarget(async (incoming, response) => {
        for await (const _ of incoming);
        const answer = JSON.stringify({ ...result(7, 'seen'), long });
        response.writeHead(200, { 'content-type': type });
        response.end(type === 'application/json' ? answer : `data: ${answer}\n\n`);
      });
      const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
      // More than it keeps at once, and never much of it at once.
      for (let round = 1; round <= 9; round += 1) {
        const calls = Array.from({ length: 16 }, () => post(`${watched.url}/mcp`, { ...call(7), long }));
        await Promise.all(calls.map(async (answer) => (await answer).text()));
        await watched.told(round * 16);
      }
      const texts = watched.hops.flatMap(({ answer }) => answer?.text ?? []);
      expect([texts.length, ...new Set(texts)]).toEqual([144, 'seen']);
    },
  );

  test('of a HEAD there is no body to be missed, however long it would be', async () => {
    const port = await httpTarget((_, response) => response.writeHead(200, { 'content-length': 300_000 }).end());
    const watched = await tap(`http://127.0.0.1:${port}`, 'tool');
    await fetch(watched.url, { method: 'HEAD' });
    expect((await watched.told(1))[0]?.answer).toMatchObject({ status: '200', ok: true, text: '' });
  });

  test('an encoding that Node does not know, and one that bursts', async () => {
    const bodies: [string, Buffer][] = [
      ['dcb', Buffer.from('whatever')],
      ['gzip', gzipSync(Buffer.alloc(10 * 1024 * 1024))],
      ['gzip', Buffer.from('no gzip at all')],
    ];
    const port = await httpTarget((_, response) => {
      const [encoding = '', body] = bodies.shift() ?? [];
      response.writeHead(200, { 'content-encoding': encoding }).end(body);
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    for (const why of ['its encoding is dcb', 'it is longer than 256 kB', 'it cannot be decoded']) {
      const asked = request(`${watched.url}/mcp`, { method: 'POST', agent: false });
      asked.end(JSON.stringify(call(1)));
      const [answer] = await once(asked, 'response');
      answer.resume();
      await once(answer, 'end');
      while (!watched.hops.some((hop) => hop.answer?.text.includes(why))) await new Promise(setImmediate);
    }
  });

  test.each([
    ['the server is not there', undefined, 'no answer', /ECONNREFUSED/],
    ['the server goes without a word', '', 'no answer', /closed|hang up/],
    ['the answer breaks off', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"half', '200, broken off', /broke off/],
  ])('%s', async (_, answer, status, text) => {
    const port = await rawTarget((socket) => void socket.once('data', () => socket.end(answer ?? '')));
    const watched = await tap(`http://127.0.0.1:${answer === undefined ? 1 : port}`, 'mcp');
    await post(`${watched.url}/mcp`, call(1))
      .then((response) => response.text())
      .catch(() => {});
    expect((await watched.told(1))[0]?.answer).toMatchObject({ status, ok: false, text: expect.stringMatching(text) });
  });

  test('a body of which the answer did not await the end', async () => {
    const port = await rawTarget((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n'));
    });
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    const wire = new Wire(Number(new URL(watched.url).port));
    wire.send('POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{"half": 1}');
    expect(await logged(watched, /^POST/)).toMatch(/its body is not seen: it broke off\): 413 in/);
  });

  test('the caller goes away before the answer', async () => {
    const port = await rawTarget((socket) => void socket.once('data', () => asked.destroy()));
    const watched = await tap(`http://127.0.0.1:${port}`, 'mcp');
    const asked = request(`${watched.url}/mcp`, { method: 'POST' });
    asked.on('error', () => {}).end(JSON.stringify(call(1)));
    expect((await watched.told(1))[0]?.answer).toMatchObject({ status: 'no answer', text: 'the caller went away' });
  });
});
