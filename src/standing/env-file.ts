import { createHash } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
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

/** Writes a new file for this user alone (0600). Throws a TutorialError of kind usage where one is there: it may be anybody's. */
export async function writeNamedFile(file: string, text: string): Promise<NamedFile> {
  const path = resolve(file);
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST'
      ? fileIsThere(path)
      : cannotBeWritten(path, error as Error);
  }
  return { path, sha256: digest(text) };
}

/** Removes it, where it is still as it was written. Gives whether it stays, since somebody has changed it. */
export async function removeNamedFile({ path, sha256 }: NamedFile): Promise<'gone' | 'changed'> {
  const text = await readRegularFile(path, LIMIT).catch(() => '');
  if (text === undefined) return 'gone';
  if (digest(text) !== sha256) return 'changed';
  await rm(path, { force: true });
  return 'gone';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What is said where a file is there that was named to be written. */
export function fileIsThere(path: string): TutorialError {
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
