#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { main } from './main.ts';

/** How long a part may take to end once the process that started it is gone. */
const ORPHAN_GRACE_MS = 1_000;

const interrupt = new AbortController();
const onSignal = (signal: NodeJS.Signals) => {
  // The terminal sends Ctrl-C to the whole group; a part leaves it to the process that started it.
  if (signal === 'SIGINT' && process.connected) return;
  // A window that is closed hangs up more than once: by the system, and by the terminal's own hand.
  if (interrupt.signal.aborted && signal !== 'SIGHUP') process.exit(130);
  interrupt.abort();
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
process.once('disconnect', () => setTimeout(() => process.exit(1), ORPHAN_GRACE_MS).unref());
// A reader that has seen enough (`| head -1`), or a terminal whose window was closed, is no fault of ours.
const READER_IS_GONE: readonly (string | undefined)[] = ['EPIPE', 'EIO'];
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!READER_IS_GONE.includes(error.code)) throw error;
  });
}

process.exitCode = await main(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: interrupt.signal,
  entry: fileURLToPath(import.meta.url),
});
