import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { TutorialError } from '../errors.ts';
import { parseJson } from '../evidence/json.ts';
import { type VerifyDocument, verifyDocumentSchema } from '../verify/document.ts';
import { VERIFY_SCHEMA } from '../verify/schema-name.ts';
import { asUtf8 } from './as-utf8.ts';
import { linesOf, type ReadLine } from './lines.ts';
import type { RecordedRun } from './list-runs.ts';
import { openNamedPipe } from './named-pipe.ts';
import { openOwn } from './own-file.ts';
import { type ReadEvents, readEvents } from './read-events.ts';
import { RECORD_FILES } from './run-files.ts';

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

/**
 * The record in a file that somebody named: what a pipeline wrote with `--json`, say; or in a folder that a run left. Throws as readRun does, also once the
 * signal has asked for the end.
 */
export async function readRecordFile(path: string, signal: AbortSignal): Promise<ReadRecord> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return readRecordFile(await recordIn(path), signal);
  const bytes = found?.isFIFO() ? await openNamedPipe(path) : createReadStream(path);
  return readRecord(addAbortSignal(signal, bytes), path);
}

/** The record of a run in its folder, by its path. */
async function recordIn(folder: string): Promise<string> {
  const names = await readdir(folder).catch((): string[] => []);
  const record = RECORD_FILES.find((name) => names.includes(name));
  if (record !== undefined) return join(folder, record);
  throw new TutorialError('usage', `There is nothing of a run in the folder ${folder}.`, {
    why: `It holds neither of ${RECORD_FILES.join(' and ')}.`,
    next: 'Name the folder of one run, or a run that tutorial-tui runs lists.',
  });
}

/** The record that a stream brings, called `from` where something is amiss with it. Throws as readRun does. */
export async function readRecord(chunks: AsyncIterable<Buffer | string>, from: string): Promise<ReadRecord> {
  let isCut = false;
  const onCut = () => {
    isCut = true;
  };
  try {
    const lines = linesOf(asUtf8(chunks), { most: MOST_BYTES, longest: LONGEST_LINE }, onCut);
    const first = await lines.next();
    if (first.done) throw nothingIn(from, isCut ? 'Its first line is longer than is read.' : 'It is empty.');
    const verification = verificationIn(first.value);
    if (verification) return { of: 'verification', verification };
    const read = await readEvents(withFirst(first.value, lines), () => isCut);
    if (!read.state.about) throw nothingIn(from, read.otherSchema && whyNot(read.otherSchema));
    return { of: 'lesson', ...read };
  } catch (error) {
    if (error instanceof TutorialError) throw error;
    throw new TutorialError('usage', `There is no reading ${from}.`, {
      why: (error as Error).message,
      next: 'Name the file of a record, or a run that tutorial-tui runs lists.',
      cause: error,
    });
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

function whyNot(schema: string): string {
  return schema === VERIFY_SCHEMA
    ? `It says that it is of ${schema}, and is not by its schema.`
    : `It is of ${schema}.`;
}

function nothingIn(from: string, why: string | undefined): TutorialError {
  return new TutorialError('usage', `There is nothing of a run in ${from}.`, {
    ...(why && { why }),
    next: 'Name a run that tutorial-tui runs lists, or a file of what --ci --json or verify --json wrote.',
  });
}
