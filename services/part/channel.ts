import { newSalt, type Print, printer } from '../../src/evidence/print.ts';
import { LONGEST_TEXT, printable } from '../../src/evidence/printable.ts';
import { rateLimit } from '../wire/rate-limit.ts';
import type { PartMessage } from './messages.ts';
import type { PartReporter } from './part-server.ts';

/** Messages wait this long for others to go with them: one write for many costs a part under load a third. */
const GATHER_MS = 4;
/** Lines a second beyond which a part only counts them: nobody reads faster, and the reader has a screen to draw. */
const LINES_PER_SECOND = 1_000;

/** A reporter that gathers messages and has them delivered: to the process which started this one, unless said otherwise. */
export function channelReporter(
  print: Print,
  deliver: (messages: readonly PartMessage[]) => void = send,
): PartReporter {
  const gathered: PartMessage[] = [];
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    deliver(gathered.splice(0));
  };
  const gather = (message: PartMessage) => {
    gathered.push(message);
    if (timer === undefined) timer = setTimeout(flush, GATHER_MS);
  };
  const mayLog = rateLimit(LINES_PER_SECOND, (unsaid) =>
    gather({ type: 'log', at: Date.now(), text: `(${unsaid} more lines in this second)` }),
  );
  return {
    log: (text, traceId) => {
      if (mayLog()) gather({ type: 'log', at: Date.now(), text, ...(traceId && { traceId }) });
    },
    hop: (hop) => gather({ type: 'hop', hop }),
    print,
  };
}

/** A reporter that writes the log to a terminal, as the tutorial's own servers do. */
export function terminalReporter(stdout: NodeJS.WritableStream): PartReporter {
  return {
    log: (text) => void stdout.write(`${printable(text, LONGEST_TEXT)}\n`),
    hop: () => {},
    print: printer(newSalt()),
  };
}

/** A reporter that tells both; prints are those of the second. */
export function bothReporters(one: PartReporter, other: PartReporter): PartReporter {
  return {
    log: (text, traceId) => {
      one.log(text, traceId);
      other.log(text, traceId);
    },
    hop: (hop) => {
      one.hop(hop);
      other.hop(hop);
    },
    print: other.print,
  };
}

/** Sends messages; when the channel is gone there is nobody left to tell. */
export function send(messages: readonly PartMessage[]): void {
  if (process.connected) process.send?.(messages, undefined, {}, () => {});
}
