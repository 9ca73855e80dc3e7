import { link, rename, rm, writeFile } from 'node:fs/promises';
import { readRegularFile } from './regular-file.ts';

/** Makes the lock together with its content: a lock without an owner is never seen. False where somebody has it. Throws where it cannot be written. */
export async function takeLock(file: string, content: string): Promise<boolean> {
  const own = `${file}.${process.pid}-${Date.now()}`;
  await writeFile(own, content, { mode: 0o600 });
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * Removes a lock whose owner is gone, by its content. Of several processes that see the same one, one moves it away; a lock that was renewed meanwhile is
 * put back. `limit` in bytes.
 */
export async function removeStaleLock(file: string, content: string, limit: number): Promise<void> {
  const aside = `${file}.stale-${process.pid}-${Date.now()}`;
  try {
    await rename(file, aside);
    if ((await readRegularFile(aside, limit)) !== content) await link(aside, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
}
