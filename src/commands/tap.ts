import { refuseUnprotected } from '../../services/part/own-url.ts';
import type { Protocol } from '../../services/part/tap/protocol.ts';
import { openTap, type Tap } from '../../services/part/tap/tap.ts';
import { aborted } from '../../services/wire/deadline.ts';
import { answersAt } from '../../services/wire/knock.ts';
import type { PortChoice } from '../../services/wire/listen.ts';
import { EXIT_CODES, TutorialError } from '../errors.ts';
import { newSalt, printer } from '../evidence/print.ts';
import type { Io } from '../io.ts';
import type { TapTarget } from '../option-values.ts';
import { type TapPresenter, tapPresenter } from '../presenters/tap.ts';

/** What `tap` is asked for. */
export interface TapFlags {
  /** The servers to stand before. */
  to: readonly TapTarget[];
  /** What those are that do not say it themselves. */
  as?: Protocol;
  /** The port of the only one. */
  port?: number;
  json?: boolean;
}

/** Who asks, where nobody knows. */
const FROM = 'caller';
const HIGHEST_PORT = 65_535;

/**
 * Sets a tap before each server, and prints the hops that pass until it is interrupted, or until nobody reads them. Prints of credentials are the
 * same for all of its taps. Returns the exit code. Throws a TutorialError: usage for a port that is to be two, or a server
 * that would be sent tokens in the open, part-unreachable where the port is taken.
 */
export async function runTap({ to, as, port, json = false }: TapFlags, io: Io): Promise<number> {
  if (port !== undefined && to.length > 1)
    throw new TutorialError('usage', 'One port cannot be that of several taps.', { next: 'Leave --port out.' });
  for (const { url } of to) refuseUnprotected('--to', url);
  const presenter = tapPresenter(io, { json });
  const print = printer(newSalt());
  const taps: Tap[] = [];
  const ending = Promise.race([aborted(io.signal), unread(io)]);
  try {
    for (const target of to) {
      const kind = target.as ?? as;
      const log = (text: string) => presenter.log(to.length > 1 ? `${target.url.origin}  ${text}` : text);
      const tap = await openTap(
        { to: target.url, from: FROM, port: portFor(target, port), ...(kind && { as: kind }) },
        { hop: (hop) => presenter.hop(hop, kind === undefined), log, print },
      );
      taps.push(tap);
      await announce(tap, target.url, kind, presenter);
    }
    await ending;
  } finally {
    await Promise.all(taps.map((tap) => tap.close()));
  }
  return EXIT_CODES.proved;
}

/** The one after the server's, so that it is the same tomorrow, or the next free one. */
function portFor({ url }: TapTarget, port: number | undefined): PortChoice {
  if (port !== undefined) return { port, pinned: true };
  const next = Number(url.port) + 1;
  return { port: url.port === '' || next > HIGHEST_PORT ? 0 : next, pinned: false };
}

async function announce({ url }: Tap, to: URL, as: Protocol | undefined, { say, note }: TapPresenter): Promise<void> {
  const path = to.pathname === '/' ? '' : to.pathname;
  const what = as === undefined ? '' : ` (${as})`;
  say(`A tap before ${to.origin}${path}${what} listens on ${url}${path}. Ask there in its place. Ctrl-C ends it.`);
  if (as === undefined) {
    note(
      'Without --as, each request shows what the server is: a Llama Stack by its paths, MCP by JSON-RPC, else a server of bearer tokens. What follows is a guess, marked with "?".',
    );
  }
  if (!(await answersAt(to)))
    note(`Nobody answers at ${to.origin} yet. Until somebody does, each request gets a 502 that says why.`);
}

/** Resolves when whoever reads standard output is gone: nobody is left to be told. */
function unread({ stdout }: Pick<Io, 'stdout'>): Promise<void> {
  return new Promise((resolve) => {
    stdout.once('error', () => resolve());
  });
}
