import { isAlive, type ProcessMark } from '../../services/machine/process-mark.ts';
import { shellOn, shellWord } from '../lesson/shell.ts';
import { lookAtNamedFile, removeNamedFile } from '../standing/env-file.ts';
import type { StandingLab } from '../standing/standing-lab.ts';
import type { Thing } from './thing.ts';

const CHANGED = 'it was changed since it was written';

/** What becomes of the lab that wrote the file, in words, and whether it is ended together with the file. */
export interface LabOfFile {
  readonly because: string;
  /** The process that holds the lab, where it is ended first; undefined where it is gone. */
  readonly owner?: ProcessMark;
}

/**
 * The file of variables that somebody named, as a thing of its own: what was changed in it stays, whatever becomes of its lab. As it was written, it goes
 * with its lab, and is named, since it is not ours alone to know of; of a lab that stays (`of` is left out) it is not spoken.
 */
export async function namedFileOf({ run, namedFile }: StandingLab, of?: LabOfFile): Promise<readonly Thing[]> {
  if (!namedFile) return [];
  const { path } = namedFile;
  const state = await lookAtNamedFile(namedFile);
  const byHand = `rm ${shellWord(path, shellOn(process.platform))}`;
  const file = { kind: 'file', id: path, what: path, byHand } as const;
  if (state === 'changed') return [{ ...file, because: `the lab of run ${run} has written it, and ${CHANGED}` }];
  if (state === 'gone' || !of) return [];
  const { because, owner } = of;
  const end = async () => {
    // Its lab removes it itself, as it ends; one that has not ended needs it still.
    if (owner && isAlive(owner)) throw new Error(`the lab of run ${run} has not ended`);
    if ((await removeNamedFile(namedFile)) === 'changed') throw new Error(CHANGED);
  };
  return [{ ...file, because, end }];
}
