import type { PartReporter } from './part.ts';
import type { PartMessage } from './part-messages.ts';

/** A reporter that sends to the process which started this one. */
export function channelReporter(): PartReporter {
  return {
    log: (text, traceId) => send({ type: 'log', at: Date.now(), text, ...(traceId && { traceId }) }),
    hop: (hop) => send({ type: 'hop', hop }),
  };
}

/** A reporter that writes the log to a terminal, as the tutorial's own servers do. */
export function terminalReporter(stdout: NodeJS.WritableStream): PartReporter {
  return {
    log: (text) => void stdout.write(`${text}\n`),
    hop: () => {},
  };
}

/** Sends a message; when the channel is gone there is nobody left to tell. */
export function send(message: PartMessage): void {
  if (process.connected) process.send?.(message, undefined, {}, () => {});
}
