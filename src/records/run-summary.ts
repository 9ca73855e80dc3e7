import { parseJson } from '../evidence/json.ts';
import { type SessionEvent, sessionEventSchema } from '../lesson/events.ts';
import { leftAt } from '../lesson/left-at.ts';
import { INITIAL_STATE, reduce } from '../lesson/state.ts';
import { type VerifyDocument, verifyDocumentSchema } from '../verify/document.ts';
import { linesOf } from './lines.ts';
import type { RecordedRun } from './list-runs.ts';
import { openOwn } from './own-file.ts';
import { VERIFICATION_FILE } from './run-files.ts';

/** Bytes of a record that are looked through, and of its longest line. */
const BOUNDS = { most: 128 * 1024 * 1024, longest: 1024 * 1024 };

type Started = Extract<SessionEvent, { type: 'session-started' }>;
type Ended = Extract<SessionEvent, { type: 'session-ended' }>;

/** A run in short. */
export type RunSummary = RecordedRun &
  (
    | {
        readonly of: 'lesson';
        readonly started: Started;
        /** Undefined where the run goes on, or was broken off. */
        readonly ended: Ended | undefined;
        /** The step that was begun last, by id, and whether it has ended. */
        readonly step: string | undefined;
        readonly stepIsOver: boolean;
        /** The step at which a walkthrough was left, by id; undefined where it was not. */
        readonly left: string | undefined;
      }
    | { readonly of: 'verification'; readonly verification: VerifyDocument }
    /** Nothing that can be read is on record. */
    | { readonly of: 'nothing' }
  );

/** What is told of a run in a line. Of its record only the lines are parsed that tell where it stands. Never throws. */
export async function summaryOf(run: RecordedRun): Promise<RunSummary> {
  try {
    const handle = await openOwn(run.folder, run.record);
    if (!handle) return { ...run, of: 'nothing' };
    try {
      const chunks = handle.createReadStream({ autoClose: false });
      return run.record === VERIFICATION_FILE ? await verificationIn(run, chunks) : await lessonIn(run, chunks);
    } finally {
      await handle.close();
    }
  } catch {
    return { ...run, of: 'nothing' };
  }
}

async function lessonIn(run: RecordedRun, chunks: AsyncIterable<Buffer>): Promise<RunSummary> {
  let started: Started | undefined;
  let ended: Ended | undefined;
  let step: string | undefined;
  let state = INITIAL_STATE;
  for await (const { text = '' } of linesOf(chunks, BOUNDS, () => {})) {
    if (!/"(?:session-started|session-ended|step-started|step-ended|step-reset)"/.test(text)) continue;
    const { data: event } = sessionEventSchema.safeParse(parseJson(text));
    if (event) state = reduce(state, event);
    if (event?.type === 'session-started') started = event;
    if (event?.type === 'session-ended') ended = event;
    if (event?.type === 'step-started') step = event.step;
  }
  if (!started) return { ...run, of: 'nothing' };
  const stepIsOver = state.steps.every(({ status }) => status !== 'running');
  return { ...run, of: 'lesson', started, ended, step, stepIsOver, left: leftAt(state)?.id };
}

async function verificationIn(run: RecordedRun, chunks: AsyncIterable<Buffer>): Promise<RunSummary> {
  for await (const { text = '' } of linesOf(chunks, BOUNDS, () => {})) {
    const { data: verification } = verifyDocumentSchema.safeParse(parseJson(text));
    if (verification) return { ...run, of: 'verification', verification };
  }
  return { ...run, of: 'nothing' };
}
