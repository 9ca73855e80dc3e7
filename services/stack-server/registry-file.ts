import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TutorialError } from '../../src/errors.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { readRegularFile } from '../machine/regular-file.ts';
import { EMPTY_REGISTRY, type RegistryContent, registryContentSchema } from './registry-content.ts';

const FILE_NAME = 'registry.json';
/** Bytes; a registry that was filled by hand is a thousandth of it. */
const LIMIT = 64 * 1024 * 1024;

/**
 * The registry as the folder holds it. A file that cannot be understood is set aside, never overwritten; `log` says so.
 * Throws a TutorialError where what is there is no file that could be read.
 */
export async function readRegistry(folder: string, log: (line: string) => void): Promise<RegistryContent> {
  const file = join(folder, FILE_NAME);
  const text = await readRegularFile(file, LIMIT).catch((cause: Error) => {
    throw new TutorialError('part-unreachable', 'The registry of tool groups cannot be read.', {
      why: cause.message,
      next: 'Move that file away, or name another folder with --data-folder.',
      cause,
    });
  });
  if (text === undefined) return EMPTY_REGISTRY;
  const content = registryContentSchema.safeParse(parseJson(text)).data;
  if (content) return content;
  const aside = `${file}.corrupt-${Date.now()}`;
  await rename(file, aside);
  log(`The registry ${file} could not be read; it is kept as ${aside}, and the server starts with an empty one.`);
  return EMPTY_REGISTRY;
}

/** Replaces the file in one step: a reader, or a start after a crash, finds the old content or the new, whole. */
export async function writeRegistry(folder: string, content: RegistryContent): Promise<void> {
  const file = join(folder, FILE_NAME);
  const next = `${file}.${process.pid}.next`;
  try {
    const handle = await open(next, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(next, file);
  } catch (error) {
    await rm(next, { force: true });
    throw error;
  }
}
