import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { TutorialError } from '../../errors.ts';
import { issueLines } from './issue-lines.ts';
import { JsonFault, type JsonText, readJsonText } from './json-text.ts';
import { type Config, configSchema } from './schema.ts';

/** Bytes of the largest file. */
const LARGEST = 64 * 1024;
/** Lines of what is wrong that are told at once. */
const MOST_LINES = 10;

/** A configuration file that was read. */
export interface ConfigFile {
  /** As it was named. */
  readonly name: string;
  /** By --config; otherwise it was found in the current folder. */
  readonly wasNamed: boolean;
  /** Where it stands; what it names is relative to that. */
  readonly folder: string;
  readonly config: Config;
}

/**
 * Reads a configuration file. Undefined where there is none. Throws a TutorialError of kind usage that says what is wrong with it, and where; nothing
 * of its values is repeated, which may be secrets.
 */
export async function readConfig(name: string, wasNamed: boolean): Promise<ConfigFile | undefined> {
  const content = await contentOf(name);
  if (content === undefined) return undefined;
  return { name, wasNamed, folder: dirname(resolve(name)), config: configOf(name, content) };
}

/** The configuration that such a text says. Throws as `readConfig` does. */
export function configOf(name: string, content: string): Config {
  const text = jsonOf(name, content);
  const { success, data, error } = configSchema.safeParse(text.value);
  if (success) return data;
  throw unusable(name, issueLines(error, text, MOST_LINES).join('\n        '));
}

function jsonOf(name: string, content: string): JsonText {
  try {
    return readJsonText(content);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const { line, column } = error.place;
    throw unusable(name, `It is no JSON: line ${line}, column ${column}: ${error.message}.`);
  }
}

async function contentOf(name: string): Promise<string | undefined> {
  try {
    // What is no file may be a pipe that nobody ever writes to.
    const found = await stat(name);
    if (!found.isFile()) throw unusable(name, 'It is no file.');
    if (found.size > LARGEST) throw unusable(name, `It is larger than ${LARGEST / 1024} KiB.`);
    // A byte order mark before it is passed over (RFC 8259, section 8.1).
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(name));
  } catch (error) {
    if (error instanceof TutorialError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    const why =
      code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'It is not written in UTF-8.' : `It cannot be read: ${code}.`;
    throw unusable(name, why);
  }
}

function unusable(name: string, why: string): TutorialError {
  return new TutorialError('usage', `The configuration file ${name} cannot be used.`, {
    why,
    next: 'Mend it; docs/configuration.md has every key, and docs/config.schema.json tells an editor.',
  });
}
