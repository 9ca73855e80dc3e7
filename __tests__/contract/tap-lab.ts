import { createServer as createHttp, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createProxy } from '../../services/part/tap/proxy.ts';
import { closeServer } from '../../services/wire/listen.ts';

/** What is to be closed after a test. */
const opened: (() => Promise<void>)[] = [];

export function onClose(close: () => Promise<void>): void {
  opened.push(close);
}

export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((close) => close()));
}

export async function listening(server: Server | ReturnType<typeof createServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A proxy before that port; gives its own. */
export async function proxyTo(port: number, { host = '127.0.0.1', scheme = 'http' } = {}): Promise<number> {
  const { server } = await createProxy(new URL(`${scheme}://${host}:${port}`), () => undefined);
  opened.push(() => closeServer(server));
  return listening(server);
}

/** A server that answers with node:http. */
export async function httpTarget(handle: RequestListener): Promise<number> {
  const server = createHttp(handle);
  opened.push(() => closeServer(server));
  return listening(server);
}

/** A server that does with the bytes of each connection what it is told. */
export async function rawTarget(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return listening(server);
}

/** A raw connection, and all that came over it. */
export class Wire {
  readonly socket: Socket;
  /** Latin-1, so that each character is a byte. */
  received = '';
  /** How it ended: by the other side's word, or by a reset. */
  readonly ended: Promise<'end' | 'reset'>;

  constructor(port: number) {
    this.socket = connect({ host: '127.0.0.1', port });
    this.socket.setEncoding('latin1').on('data', (text: string) => {
      this.received += text;
    });
    this.ended = new Promise((resolve) => {
      this.socket.once('error', () => resolve('reset')).once('close', () => resolve('end'));
    });
    opened.push(async () => void this.socket.destroy());
  }

  send(text: string): this {
    this.socket.write(text, 'latin1');
    return this;
  }

  /** Waits until what came holds this. */
  async sees(text: string | RegExp): Promise<string> {
    const seen = () => (typeof text === 'string' ? this.received.includes(text) : text.test(this.received));
    while (!seen()) {
      await new Promise<void>((resolve, reject) => {
        this.socket.once('data', () => resolve());
        this.ended.then(() => reject(new Error(`it ended with ${JSON.stringify(this.received)}`)));
      });
    }
    return this.received;
  }
}

/** What a server got and a client got, byte for byte, when this was sent and that answered. */
export async function exchanged(
  request: string,
  answer: string,
  { viaTap, until, end = false }: { viaTap: boolean; until: string | RegExp; end?: boolean },
): Promise<{ toServer: string; toClient: string }> {
  let toServer = '';
  let toldServer: () => void = () => {};
  const complete = new Promise<void>((resolve) => {
    toldServer = resolve;
  });
  const target = await rawTarget((socket) => {
    socket.setEncoding('latin1').on('data', (text: string) => {
      toServer += text;
      if (!(typeof until === 'string' ? toServer.includes(until) : until.test(toServer))) return;
      toldServer();
      if (end) socket.end(answer, 'latin1');
      else socket.write(answer, 'latin1');
    });
  });
  const wire = new Wire(viaTap ? await proxyTo(target) : target);
  wire.send(request);
  await complete;
  if (end) await wire.ended;
  else await wire.sees(answer.slice(-12));
  return { toServer, toClient: wire.received };
}
