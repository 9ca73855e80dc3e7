import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inUseMarks } from '../../services/container-engine/in-use.ts';
import { inUseFolder } from '../../services/machine/folders.ts';
import { isAlive, isRunning, processMarkSchema } from '../../services/machine/process-mark.ts';
import { readRegularFile } from '../../services/machine/regular-file.ts';
import { isAbandoned } from '../../services/part/lab-link.ts';
import { socketsOfLabs } from '../../services/part/labs-folder.ts';
import { parseJson } from '../evidence/json.ts';
import { shellOn, shellWord } from '../lesson/shell.ts';
import { statePlaces } from '../standing/runs-here.ts';
import { TURN_FILES } from '../standing/turns.ts';
import type { Thing } from './thing.ts';

/** Bytes. */
const MARK_LIMIT = 4_096;
/** A progress that is being written, with the number of the process that writes it. */
const HALF_WRITTEN = /^progress\.json\.(\d+)$/;

/** Files outside the runs' folders that only somebody who is gone has needed: sockets, locks, marks, what was being written. */
export async function findFiles(): Promise<readonly Thing[]> {
  const [sockets, locks, marks, halves] = await Promise.all([
    abandonedSockets(),
    staleLocks(),
    deadMarks(),
    halfWritten(),
  ]);
  return [...sockets, ...locks, ...marks, ...halves];
}

async function abandonedSockets(): Promise<Thing[]> {
  const paths = await socketsOfLabs();
  const abandoned = await Promise.all(paths.map(isAbandoned));
  return paths
    .filter((_, index) => abandoned[index])
    .map((path) => fileThing(path, 'the lab that listened there is gone'));
}

async function staleLocks(): Promise<Thing[]> {
  const paths = (await statePlaces()).flatMap((place) => TURN_FILES.map((name) => join(place, name)));
  const found = await Promise.all(
    paths.map(async (path) => {
      const text = await readRegularFile(path, MARK_LIMIT).catch(() => undefined);
      const owner = text === undefined ? undefined : processMarkSchema.safeParse(parseJson(text)).data;
      return owner && !isAlive(owner) ? [fileThing(path, 'the process that held it is gone')] : [];
    }),
  );
  return found.flat();
}

async function deadMarks(): Promise<Thing[]> {
  const marks = await inUseMarks(inUseFolder());
  return marks
    .filter(({ lives }) => !lives)
    .map(({ file }) => fileThing(file, 'the run that used this container is gone'));
}

async function halfWritten(): Promise<Thing[]> {
  const places = await statePlaces();
  const found = await Promise.all(
    places.map(async (place) =>
      (await readdir(place).catch(() => []))
        .filter((name) => HALF_WRITTEN.test(name) && !isRunning(Number(HALF_WRITTEN.exec(name)?.[1])))
        .map((name) => fileThing(join(place, name), 'the process that wrote it is gone')),
    ),
  );
  return found.flat();
}

function fileThing(path: string, because: string): Thing {
  const byHand = `rm ${shellWord(path, shellOn(process.platform))}`;
  return { kind: 'file', id: path, what: path, because, end: () => rm(path, { force: true }), byHand };
}
