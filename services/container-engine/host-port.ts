import { createServer } from 'node:net';
import { answers } from '../wire/knock.ts';
import { LOOPBACK_ADDRESSES } from '../wire/loopback.ts';

/**
 * Whether nobody listens on the port, on either loopback: `localhost` leads to ::1 as well, and a stranger there would be taken for ours.
 * The engine has the last word; this only spares a container that could not be reached.
 */
export async function loopbackPortFree(port: number): Promise<boolean> {
  for (const host of LOOPBACK_ADDRESSES) {
    if (await answers(host, port)) return false;
    if (!(await canBind(host, port))) return false;
  }
  return true;
}

/** A port that is free this moment. */
export function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

function canBind(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    // A machine without IPv6 has nobody on ::1 either.
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT'),
    );
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
