import type { Hop } from '../evidence/hop.ts';
import { LONGEST_SENTENCE, printableJson, printableLine } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import { colorsFor } from './output.ts';
import { answerLine, arrivedLines } from './seen-hop.ts';

/** Bytes that may wait for a reader of standard output. What comes beyond is counted, and not kept. */
const MOST_UNREAD = 16 * 1024 * 1024;

/** Milliseconds in which what comes is gathered: a write for each report costs more than all else. */
const GATHER_MS = 10;

/** How to show what passes a tap. */
export interface TapPresenterOptions {
  /** Hops as NDJSON on standard output, and nothing else there. */
  readonly json: boolean;
}

/** Shows what passes taps. */
export interface TapPresenter {
  /** Each hop in both of its reports. `guessed`: what the server is follows from the request, and nobody has said it. */
  hop(hop: Hop, guessed: boolean): void;
  /** What passed and was no call. */
  log(text: string): void;
  /** Where a tap stands. */
  say(text: string): void;
  /** What somebody should know, on standard error. */
  note(text: string): void;
}

/** Hops, and what else passes, as it comes. A number stands for a hop until it is answered, for others may come in between. */
export function tapPresenter(
  { stdout, stderr, env }: Pick<Io, 'stdout' | 'stderr' | 'env'>,
  { json }: TapPresenterOptions,
): TapPresenter {
  const colors = colorsFor(stdout, env);
  const numbers = new Map<string, number>();
  let last = 0;
  let unwritten = 0;
  let gathered = '';
  const line = (text: string) => printableLine(text, LONGEST_SENTENCE);
  const note = (text: string) => void stderr.write(`${line(`note: ${text}`)}\n`);
  const flush = () => {
    stdout.write(json ? Buffer.from(gathered) : gathered);
    gathered = '';
  };
  const write = (text: string) => {
    if ((stdout.writableLength ?? 0) > MOST_UNREAD) {
      unwritten += 1;
      return;
    }
    if (unwritten > 0) note(`${unwritten} reports were not written: whoever reads them is too slow.`);
    unwritten = 0;
    if (gathered === '') setTimeout(flush, GATHER_MS);
    gathered += text;
  };
  const aside = (text: string) => {
    if (json) stderr.write(`${line(text)}\n`);
    else write(`${colors.dim(line(text))}\n`);
  };
  return {
    hop: (hop, guessed) => {
      if (json) {
        write(`${printableJson(hop)}\n`);
      } else if (hop.answer) {
        write(`${answerLine(hop, numbers.get(hop.id) ?? 0, colors)}\n`);
        numbers.delete(hop.id);
      } else {
        last += 1;
        numbers.set(hop.id, last);
        write(`${arrivedLines(hop, last, guessed ? `${hop.to}?` : hop.to, colors).join('\n')}\n`);
      }
    },
    log: (text) => aside(`      ${text}`),
    say: (text) => (json ? void stderr.write(`${line(text)}\n`) : write(`${line(text)}\n`)),
    note,
  };
}
