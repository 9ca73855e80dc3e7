import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * The text of a regular file; undefined where there is none. Throws where it is anything else (a pipe would be waited for without end, a device
 * never ends), longer than `limit` bytes, or cannot be read.
 */
export async function readRegularFile(file: string, limit: number): Promise<string | undefined> {
  // O_NONBLOCK: the mere opening of a pipe waits for a writer.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (!handle) return undefined;
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new Error(`${file} is no regular file.`);
    if (stat.size > limit) throw new Error(`${file} holds ${stat.size} bytes; at most ${limit} are read.`);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}
