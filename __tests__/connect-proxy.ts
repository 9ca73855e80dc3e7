import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { closeServer } from '../services/wire/listen.ts';

/** A proxy that takes every name for this machine: what stands at the port that is asked for answers by any of them. */
export interface ConnectProxy {
  readonly url: string;
  /** What it was asked for, in order: method and target. */
  readonly asked: readonly string[];
  /** Who asked, as Proxy-Authorization says it. */
  readonly logins: readonly (string | undefined)[];
  close(): Promise<void>;
}

/** Opens one; with a `refusal`, it answers that to everybody. */
export async function openConnectProxy(refusal?: string): Promise<ConnectProxy> {
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const open = new Set<Socket>();
  const note = ({ method, url, headers }: IncomingMessage) => {
    asked.push(`${method} ${url}`);
    logins.push(headers['proxy-authorization']);
  };
  const server = createServer((message, response) => {
    note(message);
    if (refusal !== undefined) {
      response.writeHead(Number(refusal.slice(0, 3)), refusal.slice(4)).end();
      return;
    }
    const { port, pathname, search } = new URL(message.url ?? '');
    const { host } = message.headers;
    const passed = request({
      host: '127.0.0.1',
      port,
      path: pathname + search,
      method: message.method,
      headers: { host },
    });
    passed.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 0, answer.headers)));
    passed.on('error', () => response.destroy());
    message.pipe(passed);
  });
  server.on('connect', (message: IncomingMessage, socket: Socket) => {
    note(message);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
      return;
    }
    const way = connect(Number(message.url?.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(way).pipe(socket);
    });
    for (const each of [socket, way]) {
      open.add(each);
      each.on('error', () => {}).on('close', () => void [socket, way].map((end) => end.destroy()));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const close = async () => {
    for (const socket of open) socket.destroy();
    await closeServer(server);
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, logins, close };
}
