import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { TutorialError } from '../errors.ts';
import type { Failure } from '../evidence/failure.ts';
import { parseJson } from '../evidence/json.ts';
import type { Io } from '../io.ts';
import { type SessionEvent, sessionEventSchema } from '../lesson/events.ts';
import { INITIAL_STATE, reduce } from '../lesson/state.ts';
import type { Presenter } from '../presenters/presenter.ts';
import { sayStay } from './parent.ts';
import { type StandingLab, standingLabSchema } from './standing-lab.ts';

/** What a lab is brought up with. */
export interface BringUpWish {
  /** The command line, as it was given. */
  readonly args: readonly string[];
  readonly io: Pick<Io, 'stderr' | 'env' | 'signal' | 'entry'>;
  /** Shows the session of the lab, as long as it is brought up. */
  readonly presenter: Presenter;
}

/** A lab that stands, and waits to be let stand; or the exit code of a run that came to no lab, which has said why, with what it failed. */
export type BroughtUp =
  | { readonly lab: StandingLab; letStand(): Promise<void> }
  | { readonly exitCode: number; readonly failure: Failure | undefined };

/**
 * Starts the process of a lab, in a session of its own: it outlives this one and its terminal. Resolves when the lab stands, or when that process has
 * ended. It ends, in its own order, where this process ends before it lets the lab stand, and where the signal says so.
 */
export function bringUp({ args, io, presenter }: BringUpWish): Promise<BroughtUp> {
  const child = spawn(process.execPath, [io.entry, 'standing', '--', ...args], {
    detached: true,
    windowsHide: true,
    env: io.env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = child;
  // It may be gone before it is told anything.
  stdin.on('error', () => {});
  stderr.pipe(io.stderr, { end: false });
  const onAbort = () => stdin.end();
  if (io.signal.aborted) onAbort();
  io.signal.addEventListener('abort', onAbort, { once: true });
  let state = INITIAL_STATE;
  let begun = false;
  let failure: Failure | undefined;
  const show = (event: SessionEvent) => {
    state = reduce(state, event);
    presenter.tell(event, state);
  };
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: stdout });
    lines.on('line', (line) => {
      const said = parseJson(line);
      const lab = standingLabSchema.safeParse(said).data;
      const event = lab ? undefined : sessionEventSchema.safeParse(said).data;
      if (event?.type === 'session-started') begun = true;
      if (event?.type === 'session-ended') failure = event.failure;
      // Of a session that never began there is nothing to show.
      if (event && begun) show(event);
      if (lab) resolve({ lab, letStand });
    });
    const letStand = async () => {
      io.signal.removeEventListener('abort', onAbort);
      await sayStay(stdin);
      lines.close();
      stdout.destroy();
      stderr.destroy();
      child.unref();
    };
    child.once('error', (cause) =>
      reject(
        new TutorialError('prerequisite-missing', 'The process of the lab cannot be started.', {
          why: cause.message,
          next: 'End other processes, and try again.',
          cause,
        }),
      ),
    );
    child.once('close', (code) => resolve({ exitCode: code ?? 1, failure }));
  });
}
