import { createServer } from 'node:net';
import { answers } from './knock.ts';
import type { PortChoice } from './listen.ts';
import { LOOPBACK_ADDRESSES } from './loopback.ts';

/** What stands in the way of a port; `forbidden`: this user may not have it. */
export type TriedPort = 'free' | 'taken' | 'forbidden';

/**
 * Whether a part could have the port on both loopback addresses. Somebody who takes connections there is enough to say no. One that is pinned, so that no
 * other will do, is held for a moment as well, which shows what else is in the way.
 */
export async function tryPort({ port, pinned }: PortChoice): Promise<TriedPort> {
  const answered = await Promise.all(LOOPBACK_ADDRESSES.map((address) => answers(address, port)));
  if (answered.includes(true)) return 'taken';
  if (!pinned) return 'free';
  const held = await Promise.all(LOOPBACK_ADDRESSES.map((address) => holdForAMoment(address, port)));
  return held.find((each) => each !== 'free') ?? 'free';
}

function holdForAMoment(host: string, port: number): Promise<TriedPort> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EADDRINUSE' ? 'taken' : code === 'EACCES' ? 'forbidden' : 'free'),
    );
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve('free')));
  });
}
