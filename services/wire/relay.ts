import { connect, createServer, type Socket } from 'node:net';

/** What is held until it is released. */
export interface Held {
  /** Ends it, with every connection. Safe to call twice. */
  release(): Promise<void>;
}

/**
 * Holds ::1 of a port which something of ours has on 127.0.0.1 alone, as containers do, and passes on what comes there: a browser that takes
 * `localhost` for ::1 comes to the same place, and nobody else can answer it. Undefined where somebody holds it already; on a machine without
 * IPv6, where nobody can, there is nothing to hold.
 */
export async function holdIPv6(port: number): Promise<Held | undefined> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const other = connect({ host: '127.0.0.1', port });
    for (const [from, to] of [
      [socket, other],
      [other, socket],
    ] as const) {
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const code = await new Promise<string | undefined>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ host: '::1', port, exclusive: true }, () => resolve(undefined));
  });
  if (code !== undefined) return code === 'EADDRINUSE' || code === 'EACCES' ? undefined : { release: async () => {} };
  return {
    release: async () => {
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
