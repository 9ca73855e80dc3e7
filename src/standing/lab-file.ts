import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile } from '../../services/machine/regular-file.ts';
import { parseJson } from '../evidence/json.ts';
import { LAB_FILE } from '../run/passing-files.ts';
import { type StandingLab, standingLabSchema } from './standing-lab.ts';

/** Bytes; a lab has some thousand. */
const LIMIT = 200_000;

/** What a run's folder says of its lab; undefined where it has none, or nothing that a lab of ours has written. */
export async function readLab(folder: string): Promise<StandingLab | undefined> {
  const text = await readRegularFile(join(folder, LAB_FILE), LIMIT).catch(() => undefined);
  const lab = text === undefined ? undefined : standingLabSchema.safeParse(parseJson(text)).data;
  return lab?.folder === folder ? lab : undefined;
}

/** Replaces the file as a whole, so that no reader ever sees half of it. Throws where it cannot be written. */
export async function writeLab(lab: StandingLab): Promise<void> {
  const file = join(lab.folder, LAB_FILE);
  const fresh = `${file}.new`;
  try {
    await writeFile(fresh, `${JSON.stringify(lab)}\n`, { mode: 0o600 });
    await rename(fresh, file);
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => {});
    throw error;
  }
}
