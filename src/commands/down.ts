import { type DownWish, endThings, findThings, reportOnly } from '../down/down.ts';
import type { DownReport } from '../down/report.ts';
import type { Inventory, Thing } from '../down/thing.ts';
import { EXIT_CODES } from '../errors.ts';
import { LONGEST_SENTENCE, printableJson, printableLine } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import { whenItsTurn } from '../standing/turns.ts';
import { confirmed } from './confirmed.ts';

/** What `down` is asked for. */
export interface DownOptions {
  readonly dryRun: boolean;
  /** Without asking. */
  readonly yes: boolean;
  /** What was kept is ended, too, and labs that a run uses. */
  readonly all: boolean;
  readonly json: boolean;
  /** Only what could not be ended is told. */
  readonly quiet: boolean;
  /** Milliseconds that each thing may take to end. */
  readonly timeout: number;
}

/** Columns of the word before a thing. */
const LABEL_WIDTH = 11;

/** Ends what is ours and nobody uses any more, and says before what that is. Returns the exit code. Throws a TutorialError where nobody can be asked. */
export async function runDown({ dryRun, yes, all, json, quiet, timeout }: DownOptions, io: Io): Promise<number> {
  const wish: DownWish = { all, env: io.env, signal: io.signal };
  const sayAloud = (text: string) => void (json || io.stdout.write(`${printableLine(text, LONGEST_SENTENCE)}\n`));
  const say = (text: string) => void (quiet || sayAloud(text));
  const found = await findThings(wish);
  for (const line of foundLines(found, yes && !dryRun)) say(line);
  const over = (report: DownReport) => {
    if (json) io.stdout.write(Buffer.from(`${printableJson(report)}\n`));
    io.verdict?.told();
    return report.exitCode;
  };
  const isEnded = ({ end }: Thing) => end !== undefined;
  if (dryRun || !found.things.some(isEnded)) return over({ ...reportOnly(found), dryRun });
  if (!yes && !(await confirmed('End it? y/n ', io))) {
    say('Nothing was ended.');
    return EXIT_CODES.proved;
  }
  return whenItsTurn('down', io, async () => {
    // It may have changed while somebody thought about it, or another one was under way: only what was said is ended, and only what is there still.
    const now = await findThings(wish);
    const said = new Set(found.things.filter(isEnded).map(keyOf));
    const things = now.things.filter((thing) => !thing.end || said.has(keyOf(thing)));
    const there = new Set(now.things.map(keyOf));
    for (const { what } of found.things.filter((thing) => isEnded(thing) && !there.has(keyOf(thing))))
      say(`${'gone'.padEnd(LABEL_WIDTH)}${what}; it was ended meanwhile`);
    const staying = new Set(found.things.filter((thing) => !isEnded(thing)).map(keyOf));
    const news = things.filter((thing) => !isEnded(thing) && !staying.has(keyOf(thing)));
    for (const line of stayingLines(news)) say(line);
    const onEnd = ({ what, outcome, why = '', byHand }: DownReport['things'][number]) => {
      if (outcome === 'ended') say(`${'ended'.padEnd(LABEL_WIDTH)}${what}`);
      else
        sayAloud(
          `${'STAYS'.padEnd(LABEL_WIDTH)}${what}: ${why.replace(/\.$/, '')}.${byHand ? ` By hand: ${byHand}` : ''}`,
        );
    };
    return over(await endThings({ things, notes: now.notes }, { patienceMs: timeout, signal: io.signal, onEnd }));
  });
}

function keyOf({ kind, id }: Thing): string {
  return `${kind} ${id}`;
}

function foundLines({ things, notes }: Inventory, isSettled: boolean): string[] {
  const ending = things.filter(({ end }) => end);
  return [
    ending.length === 0 ? 'There is nothing to end.' : isSettled ? 'This is ended:' : 'This would be ended:',
    ...ending.map(lineOf),
    ...stayingLines(things.filter(({ end }) => !end)),
    ...notes,
  ];
}

function stayingLines(things: readonly Thing[]): string[] {
  return things.length > 0 ? ['This stays:', ...things.map(lineOf)] : [];
}

function lineOf({ kind, what, because, end, byHand }: Thing): string {
  return `  ${kind.padEnd(LABEL_WIDTH)}${what}; ${because}${!end && byHand ? `. By hand: ${byHand}` : ''}`;
}
