import type { Readable, Writable } from 'node:stream';

/** Hands on what comes, at the pace of whoever reads more slowly; the end is not handed on. As `pipe` does, with fewer listeners to each call. */
export function pump(from: Readable, to: Writable, lookOn?: (chunk: Buffer) => void): void {
  let waits = false;
  from.on('data', (chunk: Buffer) => {
    lookOn?.(chunk);
    if (to.destroyed || to.write(chunk) || waits) return;
    waits = true;
    from.pause();
    to.once('drain', () => {
      waits = false;
      from.resume();
    });
  });
}
