import { createReadStream } from 'node:fs';
import { TutorialError } from '../errors.ts';
import { parseJson } from '../evidence/json.ts';
import { type VerifyDocument, verifyDocumentSchema } from '../verify/document.ts';
import { VERIFY_SCHEMA } from '../verify/schema-name.ts';
import { linesOf, type ReadLine } from './lines.ts';
import type { RecordedRun } from './list-runs.ts';
import { openOwn } from './own-file.ts';
import { type ReadEvents, readEvents } from './read-events.ts';

/** Bytes of the longest record that is read: some hundred times a run of the whole course. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Bytes of its longest line: a hop with two bodies of 20,000 characters, each of which JSON may write in six, and as much of headers. */
const LONGEST_LINE = 1024 * 1024;

/** A record, read back: of a lesson or of a verification. */
export type ReadRecord =
  | ({ readonly of: 'lesson' } & ReadEvents)
  | { readonly of: 'verification'; readonly verification: VerifyDocument };

/** The record of a run of this user. Throws a TutorialError of kind usage where there is nothing in it that could be told. */
export async function readRun({ folder, name, record }: RecordedRun): Promise<ReadRecord> {
  const handle = await openOwn(folder, record);
  if (!handle) throw new TutorialError('usage', `The record of ${name} is gone.`);
  try {
    return await readRecord(handle.createReadStream({ autoClose: false }), `the record of ${name}`);
  } finally {
    await handle.close();
  }
}

/** The record in a file that somebody named: what a pipeline wrote with `--json`, say. Throws as readRun does. */
export function readRecordFile(file: string): Promise<ReadRecord> {
  return readRecord(createReadStream(file), file);
}

/** The record that a stream brings, called `from` where something is amiss with it. Throws as readRun does. */
export async function readRecord(chunks: AsyncIterable<Buffer | string>, from: string): Promise<ReadRecord> {
  let isCut = false;
  const onCut = () => {
    isCut = true;
  };
  try {
    const lines = linesOf(chunks, { most: MOST_BYTES, longest: LONGEST_LINE }, onCut);
    const first = await lines.next();
    if (first.done) throw nothingIn(from, 'It is empty.');
    const verification = verificationIn(first.value);
    if (verification) return { of: 'verification', verification };
    const read = await readEvents(withFirst(first.value, lines), () => isCut);
    if (!read.state.about) throw nothingIn(from, read.otherSchema && `It is of ${read.otherSchema}.`);
    return { of: 'lesson', ...read };
  } catch (error) {
    if (error instanceof TutorialError) throw error;
    throw new TutorialError('usage', `There is no reading ${from}.`, { why: (error as Error).message, cause: error });
  }
}

function verificationIn({ text }: ReadLine): VerifyDocument | undefined {
  // Only what says that it is one is looked at as one.
  return text?.includes(VERIFY_SCHEMA) ? verifyDocumentSchema.safeParse(parseJson(text)).data : undefined;
}

async function* withFirst(first: ReadLine, others: AsyncIterable<ReadLine>): AsyncGenerator<ReadLine> {
  yield first;
  yield* others;
}

function nothingIn(from: string, why: string | undefined): TutorialError {
  return new TutorialError('usage', `There is nothing of a run in ${from}.`, {
    ...(why && { why }),
    next: 'Name a run that tutorial-tui runs lists, or a file of what --ci --json or verify --json wrote.',
  });
}
