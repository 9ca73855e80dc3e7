import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { COURSE } from '../../steps/index.ts';
import { TutorialError } from '../errors.ts';
import type { Io } from '../io.ts';
import { listRuns, type RecordedRun } from '../records/list-runs.ts';
import { type ReadRecord, readRecordFile, readRun } from '../records/read-record.ts';
import { summaryOf } from '../records/run-summary.ts';
import { FORMATS, type FormatId } from '../report/formats.ts';
import { reportOfSession } from '../report/of-session.ts';
import { reportOfVerification } from '../report/of-verification.ts';
import type { Report } from '../report/report.ts';
import { recordOfStdin } from './record-of-stdin.ts';

/** What a report is asked for. */
export interface ReportWish {
  /** A run's name or an unambiguous beginning of it, a file, the folder of a run, or `-`; the newest run that has ended, where it is left out. */
  readonly run?: string | undefined;
  readonly format: FormatId;
  /** The file that it is written to; standard output, where it is left out. */
  readonly output?: string | undefined;
}

/** Tells of a run that is on record. Throws a TutorialError of kind usage where there is none, or no file can be written. */
export async function report({ run, format, output }: ReportWish, io: Io): Promise<void> {
  const text = await FORMATS[format].render(await reportOn(run, io));
  if (output === undefined) {
    io.stdout.write(Buffer.from(text));
    return;
  }
  try {
    await writeFile(output, text);
  } catch (error) {
    throw new TutorialError('usage', `The report could not be written to ${output}.`, {
      why: (error as Error).message,
      next: 'Name a file that can be written.',
    });
  }
}

async function reportOn(run: string | undefined, io: Io): Promise<Report> {
  if (run === '-') return reportOf(await recordOfStdin(io));
  const runs = await listRuns();
  const found = run === undefined ? await newestOf(runs) : (runAt(runs, run) ?? namedRun(runs, run));
  if (found) return reportOf(await readRun(found), found.goesOn);
  if (run !== undefined) return reportOf(await readRecordFile(run, io.signal));
  throw new TutorialError('usage', 'No run that has ended is on record.', {
    next: 'Run the lesson: tutorial-tui --ci',
  });
}

/** The newest that has ended, of those that left something: who leaves at the login has a run with nothing in it. */
async function newestOf(runs: readonly RecordedRun[]): Promise<RecordedRun | undefined> {
  for (const run of runs) if (!run.goesOn && (await summaryOf(run)).of !== 'nothing') return run;
  return undefined;
}

/** The run whose folder it is. */
function runAt(runs: readonly RecordedRun[], path: string): RecordedRun | undefined {
  return runs.find(({ folder }) => folder === resolve(path));
}

function namedRun(runs: readonly RecordedRun[], name: string): RecordedRun | undefined {
  const fitting = runs.filter((run) => run.name.startsWith(name));
  if (fitting.length < 2) return fitting[0];
  throw new TutorialError('usage', `${fitting.length} runs begin with ${name}.`, {
    next: `Write more of its name: ${fitting.map((run) => run.name).join(', ')}.`,
  });
}

function reportOf(record: ReadRecord, goesOn = false): Report {
  if (record.of === 'verification') return reportOfVerification(record.verification);
  return reportOfSession(record.state, COURSE, { goesOn, notes: record.notes });
}
