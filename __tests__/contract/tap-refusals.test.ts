import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { fileURLToPath } from 'node:url';
import { closeServer } from '../../services/wire/listen.ts';
import { closeAll, httpTarget, listening, onClose, proxyTo, rawTarget, Wire } from './tap-lab.ts';

afterEach(closeAll);

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

  test('400 to a request in which a server could find another one; what came before it is answered', async () => {
    const asked: string[] = [];
    const target = await httpTarget((incoming, response) => {
      asked.push(incoming.url ?? '');
      response.end('<first>');
    });
    const hidden =
      'Content-Length: 43\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
    const said = await ask(
      await proxyTo(target),
      `GET /first HTTP/1.1\r\nHost: x\r\n\r\nPOST / HTTP/1.1\r\nHost: x\r\n${hidden}`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 200 [\s\S]*<first>[\s\S]*HTTP\/1\.1 400 [\s\S]*more than one thing/);
    expect(asked).toEqual(['/first']);
  });

  test('431 to a head that is longer than any server takes', async () => {
    const said = await ask(await proxyTo(1), `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(200_000)}\r\n\r\n`);
    expect(said).toMatch(/^HTTP\/1\.1 431 /);
  });

  test('a caller that sends all of a long request before it reads finds the refusal', async () => {
    const LONG = 10 * 1024 * 1024;
    const wire = new Wire(await proxyTo(1));
    wire.socket.pause();
    wire.send(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${LONG}\r\n\r\n`);
    const failed = await new Promise((resolve) => wire.socket.write(Buffer.alloc(LONG), resolve));
    expect(failed).toBeFalsy();
    wire.socket.resume();
    expect(await wire.sees('ECONNREFUSED')).toMatch(/^HTTP\/1\.1 502 /);
  });

  test('508 to what has come through it before', async () => {
    const target = await rawTarget(() => {
      throw new Error('the server was asked');
    });
    const said = await ask(await proxyTo(target), 'GET / HTTP/1.1\r\nHost: x\r\nVia: 1.1 a, 1.1 tutorial-tui\r\n\r\n');
    expect(said).toMatch(/^HTTP\/1\.1 508 /);
  });
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
