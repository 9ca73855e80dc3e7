import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseJson } from '../evidence/json.ts';
import { type ExportFile, jsonFile } from './export-file.ts';

/** What an export has written, by paths, each with the SHA-256 of its content: by that a later one knows what is its own, and untouched. */
export type Written = Readonly<Record<string, string>>;

/** The file in which it stands. */
export const WRITTEN_FILE = '.tutorial-tui-export.json';

const writtenSchema = z.object({ files: z.record(z.string(), z.string().regex(/^[\da-f]{64}$/)) });

/** Reads what an earlier export has written; undefined where the text is none of ours. */
export function readWritten(text: string): Written | undefined {
  return writtenSchema.safeParse(parseJson(text)).data?.files;
}

/** The file that says what was written. */
export function writtenFile(files: readonly ExportFile[]): ExportFile {
  const entries = files.map(({ path, content }) => [path, sha256(content)] as const);
  return jsonFile(WRITTEN_FILE, { files: Object.fromEntries(entries) });
}

/** What an export would do in a folder. */
export interface ExportChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Ours from before, which are no more part of it. */
  readonly gone: readonly string[];
  /** Somebody's, or changed by somebody: nothing of them is written over without a word. */
  readonly foreign: readonly string[];
}

/** Compares what is to be written with what is there (`contentOf`: undefined where nothing is, `odd` where it is no file) and with what was written before. */
export function changesOf(
  files: readonly ExportFile[],
  before: Written,
  contentOf: (path: string) => Uint8Array | 'odd' | undefined,
): ExportChanges {
  const changes = {
    added: [] as string[],
    changed: [] as string[],
    unchanged: [] as string[],
    foreign: [] as string[],
  };
  for (const { path, content } of files) {
    const there = contentOf(path);
    if (there === undefined) changes.added.push(path);
    else if (there === 'odd') changes.foreign.push(path);
    else if (sha256(there) === sha256(content)) changes.unchanged.push(path);
    else if (sha256(there) === before[path]) changes.changed.push(path);
    else changes.foreign.push(path);
  }
  const gone = Object.keys(before).filter((path) => {
    const there = files.some((file) => file.path === path) ? undefined : contentOf(path);
    return there !== undefined && there !== 'odd' && sha256(there) === before[path];
  });
  return { ...changes, gone };
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
