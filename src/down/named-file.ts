import { shellOn, shellWord } from '../lesson/shell.ts';
import { lookAtNamedFile, removeNamedFile } from '../standing/env-file.ts';
import type { StandingLab } from '../standing/standing-lab.ts';
import type { Thing } from './thing.ts';

const CHANGED = 'it was changed since it was written';

/**
 * The file of variables that somebody named, as a thing of its own: what was changed in it stays, whatever becomes of its lab. As it was written, it goes
 * with a lab that lives, of which `killed` is left out, and is to be ended where that says how the lab was killed.
 */
export async function namedFileOf({ run, namedFile }: StandingLab, killed?: string): Promise<readonly Thing[]> {
  if (!namedFile) return [];
  const { path } = namedFile;
  const state = await lookAtNamedFile(namedFile);
  const byHand = `rm ${shellWord(path, shellOn(process.platform))}`;
  const file = { kind: 'file', id: path, what: path, byHand } as const;
  if (state === 'changed') return [{ ...file, because: `the lab of run ${run} has written it, and ${CHANGED}` }];
  if (state === 'gone' || killed === undefined) return [];
  const end = async () => {
    if ((await removeNamedFile(namedFile)) === 'changed') throw new Error(CHANGED);
  };
  return [{ ...file, because: `the lab of ${killed}`, end }];
}
