import { type AddressInfo, createServer } from 'node:net';
import { answers } from './knock.ts';

/** Of this process a knock may come too late where it has much to do. */
const KNOCKS = 3;

/** How it went: `reached`; `absent`: this machine has no such address; `silent`: nobody gets through; or the system's code for what else it was. */
export type TriedLoopback = 'reached' | 'absent' | 'silent' | string;

/** Listens at an address of this machine, and knocks there. Nothing is left. */
export async function tryLoopback(host: string): Promise<TriedLoopback> {
  const server = createServer((socket) => socket.destroy());
  const fault = await new Promise<string | undefined>((resolve) => {
    server.once('error', ({ code, message }: NodeJS.ErrnoException) => resolve(code ?? message));
    server.listen({ host, port: 0, exclusive: true }, () => resolve(undefined));
  });
  if (fault !== undefined) return fault === 'EADDRNOTAVAIL' || fault === 'EAFNOSUPPORT' ? 'absent' : fault;
  try {
    const { port } = server.address() as AddressInfo;
    for (let knock = 0; knock < KNOCKS; knock += 1) if (await answers(host, port)) return 'reached';
    return 'silent';
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
