import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Around } from '../around.ts';
import type { ConditionRow } from '../condition-row.ts';

/** With fewer the program cannot even be loaded; with the other number every lesson was seen to run. */
const LEAST = 64;
const ENOUGH = 256;

/** How many files, sockets included, a process may have open. */
export const openFilesCondition: ConditionRow<Pick<Around, 'proc'>> = {
  id: 'open-files',
  title: 'Open files',
  about: 'How many files and sockets a process may have open (`ulimit -n`), where the system tells (proc(5)).',
  wayOut: '`ulimit -n 1024`, in this shell, before the next start.',
  neededBy: 'lab',
  look: async ({ proc }) => {
    const text = await readFile(join(proc, 'self/limits'), 'utf8').catch(() => '');
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(text) ?? [];
    if (soft === undefined) return [{ state: 'ok', saw: 'their limit is not told here' }];
    const limit = soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
    const saw = soft === 'unlimited' ? 'as many as one likes' : `${soft} at once`;
    if (limit >= ENOUGH) return [{ state: 'ok', saw }];
    const next = `Allow more, in this shell, before the next start: ulimit -n ${ENOUGH}`;
    return [{ state: limit < LEAST ? 'failure' : 'warning', saw, next }];
  },
};
