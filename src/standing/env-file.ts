import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, lstat, open, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readRegularFile } from '../../services/machine/regular-file.ts';
import { TutorialError } from '../errors.ts';
import type { StandingLab } from './standing-lab.ts';

/** Bytes; what we write has far less. */
const LIMIT = 100_000;
/** What a shell takes as it stands. An engine's --env-file knows no quotes: it would take them for a part of the value. */
const PLAIN = /^[\w@%+=:,./[\]-]+$/;

/**
 * Variables as lines `NAME=value` that mean the same to `set -a; . FILE` and to an engine's `--env-file`. A value that cannot stand there is left out,
 * which a comment says in its place.
 */
export function envText(
  head: string,
  variables: Readonly<Record<string, string>>,
  notes: readonly string[] = [],
): string {
  const lines = Object.entries(variables).map(([name, value]) =>
    PLAIN.test(value) ? `${name}=${value}` : `# ${name} is left out: a shell would not take its value as it is.`,
  );
  return [`# ${head}`, ...lines, ...notes.map((note) => `# ${note}`)].map((line) => `${line}\n`).join('');
}

/** A file of variables that was written where somebody named it. */
export type NamedFile = NonNullable<StandingLab['namedFile']>;

/** The file that is to be written there, by which it is known again. Nothing is written yet. */
export function namedFile(file: string, text: string): NamedFile {
  return { path: resolve(file), sha256: digest(text) };
}

/** Whether such a file can be written, as far as that can be told before. Throws a TutorialError of kind usage where it cannot. */
export async function checkNamedFile(file: string): Promise<void> {
  const path = resolve(file);
  const unusable = (why: string, next: string) =>
    new TutorialError('usage', `${path} cannot be written.`, { why, next });
  const isThere = await lstat(path).catch(() => undefined);
  if (isThere) throw fileIsThere(file);
  const folder = dirname(path);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory())
    throw unusable(`There is no folder ${folder}.`, 'Make it, or name another file for --write-env.');
  await access(folder, constants.W_OK).catch((error: NodeJS.ErrnoException) => {
    throw unusable(`Its folder may not be written to: ${error.code}.`, 'Name another file for --write-env.');
  });
}

/** Writes it as a new file for this user alone (0600), whole or not at all. Throws a TutorialError of kind usage where one is there: it may be anybody's. */
export async function writeNamedFile({ path }: NamedFile, text: string): Promise<void> {
  const handle = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? fileIsThere(path) : cannotBeWritten(path, error);
  });
  try {
    await handle.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw cannotBeWritten(path, error as Error);
  } finally {
    await handle.close();
  }
}

/** What has become of it. What cannot be read, or is no file, is changed. */
export async function lookAtNamedFile({ path, sha256 }: NamedFile): Promise<'as written' | 'changed' | 'gone'> {
  const text = await readRegularFile(path, LIMIT).catch(() => '');
  if (text === undefined) return 'gone';
  return digest(text) === sha256 ? 'as written' : 'changed';
}

/** Removes it, where it is still as it was written. Gives whether it stays, since somebody has changed it. */
export async function removeNamedFile(file: NamedFile): Promise<'gone' | 'changed'> {
  const state = await lookAtNamedFile(file);
  if (state !== 'as written') return state;
  await rm(file.path, { force: true });
  return 'gone';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What is said where a file is there that was named to be written. */
function fileIsThere(path: string): TutorialError {
  return new TutorialError('usage', `${path} is there already.`, {
    why: 'Nothing that is there is written over. The file of a lab that was killed, tutorial-tui down removes.',
    next: 'Name another file for --write-env, or remove this one.',
  });
}

function cannotBeWritten(path: string, cause: Error): TutorialError {
  return new TutorialError('prerequisite-missing', `${path} cannot be written.`, {
    why: cause.message,
    next: 'Name another file for --write-env.',
    cause,
  });
}
