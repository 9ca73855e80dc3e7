import { lstat, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess, killProcess } from '../../services/machine/end-process.ts';
import { isSurelyAlive, type ProcessMark, processMarkSchema } from '../../services/machine/process-mark.ts';
import { readRegularFile } from '../../services/machine/regular-file.ts';
import { withDeadline } from '../../services/wire/deadline.ts';
import { parseJson } from '../evidence/json.ts';
import { shellOn, shellWord } from '../lesson/shell.ts';
import { OWNER_FILE } from '../records/run-files.ts';
import { PASSING, PROCESSES_FILE } from '../run/passing-files.ts';
import { readLab } from '../standing/lab-file.ts';
import type { RunHere } from '../standing/runs-here.ts';
import { namedFileOf } from './named-file.ts';
import type { Thing } from './thing.ts';

const SHELL = shellOn(process.platform);
/** Bytes; a mark has some two hundred. */
const MARKS_LIMIT = 1_000_000;
/** A part that does not end by then hangs, and is killed. */
const PATIENCE_MS = 3_000;

/** What a run has left whose process is gone: its own processes that hang, and what only a run that goes on needs. Its record stays. */
export async function thingsOfDeadRun(run: RunHere): Promise<readonly Thing[]> {
  const { name, folder } = run;
  const because = `run ${name} was killed`;
  const processes = (await processesOf(folder)).map((mark) => processOf(mark, because));
  const left = await Promise.all(
    [...PASSING, OWNER_FILE].map(async (file) =>
      (await lstat(join(folder, file)).catch(() => undefined)) ? file : '',
    ),
  );
  const names = left.filter((file) => file !== '');
  if (names.length === 0) return processes;
  const lab = await readLab(folder);
  const data: Thing = {
    kind: 'data',
    id: folder,
    what: `${names.join(', ')} in ${folder}`,
    because: lab ? `the lab of ${because}` : because,
    end: async () => {
      // The mark last: what is left without one would be nobody's.
      for (const file of names) await rm(join(folder, file), { recursive: true, force: true });
    },
    byHand: `rm -r ${names.map((file) => shellWord(join(folder, file), SHELL)).join(SHELL === 'posix' ? ' ' : ', ')}`,
  };
  return [...processes, data, ...(lab ? await namedFileOf(lab, { because: `the lab of ${because}` }) : [])];
}

/** The processes of a run of which it is certain that they live. */
async function processesOf(folder: string): Promise<readonly ProcessMark[]> {
  const text = await readRegularFile(join(folder, PROCESSES_FILE), MARKS_LIMIT).catch(() => undefined);
  const marks = (text ?? '').split('\n').map((line) => processMarkSchema.safeParse(parseJson(line)).data);
  return marks.filter((mark) => mark !== undefined).filter((mark) => isSurelyAlive(mark));
}

function processOf(mark: ProcessMark, because: string): Thing {
  return {
    kind: 'process',
    id: `${mark.pid} ${mark.began}`,
    what: `process ${mark.pid}`,
    because: `a part whose ${because}`,
    end: async (signal) => {
      await withDeadline(PATIENCE_MS, signal, (limited) => endProcess(mark, limited)).catch(() => {
        signal.throwIfAborted();
        killProcess(mark);
      });
      await withDeadline(PATIENCE_MS, signal, (limited) => endProcess(mark, limited));
    },
    byHand: `kill -9 ${mark.pid}`,
  };
}
