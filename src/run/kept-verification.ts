import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDeadline } from '../../services/wire/deadline.ts';
import { OWNER_FILE, VERIFICATION_FILE } from '../records/run-files.ts';
import { newRun } from './new-run.ts';

/** Milliseconds that a disk has for it. */
const PATIENCE_MS = 2_000;
const NEVER = new AbortController().signal;

/** Leaves a verification, as `verify --json` writes it, in the folder of a run. Gives why it is not on record, as a sentence, where it is not. Never throws. */
export async function keepVerification(text: string): Promise<string | undefined> {
  const { folder, because } = await newRun(VERIFICATION_FILE);
  try {
    if (folder === undefined) throw new Error(because);
    await withDeadline(PATIENCE_MS, NEVER, async () => {
      await writeFile(join(folder, VERIFICATION_FILE), text);
      await rm(join(folder, OWNER_FILE), { force: true });
    });
    return undefined;
  } catch (error) {
    return `This verification is not on record: ${(error as Error).message}.`;
  }
}
