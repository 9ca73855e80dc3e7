import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPEN_FILES } from '../../../src/version.ts';
import type { Around } from '../around.ts';
import type { ConditionRow } from '../condition-row.ts';

/** With fewer some parts of the program could not even be loaded, for the modules of each are read all at once. */
const LEAST = 96;

/** How many files, sockets included, a process may have open. */
export const openFilesCondition: ConditionRow<Pick<Around, 'proc'>> = {
  id: 'open-files',
  title: 'Open files',
  about: 'How many files and sockets a process may have open (`ulimit -n`), where the system tells (proc(5)).',
  wayOut: `\`ulimit -n ${OPEN_FILES}\`, in this shell, before the next start. Where so few are allowed that the rest of the doctor could not be loaded, this is the only line.`,
  neededBy: 'lab',
  look: async ({ proc }) => {
    const text = await readFile(join(proc, 'self/limits'), 'utf8').catch(() => '');
    const [, soft] = /^Max open files\s+(\d+|unlimited)/m.exec(text) ?? [];
    if (soft === undefined) return [{ state: 'ok', saw: 'their limit is not told here' }];
    const limit = soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
    const saw = soft === 'unlimited' ? 'as many as one likes' : `${soft} at once`;
    if (limit >= OPEN_FILES) return [{ state: 'ok', saw }];
    const next = `Allow more, in this shell, before the next start: ulimit -n ${OPEN_FILES}`;
    return [{ state: limit < LEAST ? 'failure' : 'warning', saw, next }];
  },
};
