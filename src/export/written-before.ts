import { createHash } from 'node:crypto';
import * as z from 'zod';
import { parseJson } from '../evidence/json.ts';
import { type ExportFile, jsonFile } from './export-file.ts';

/**
 * What exports have written, by paths, each with the SHA-256 of its content: by that a later one knows what is its own, and untouched. Of one that was
 * broken off it may be either, what it was to write or what stood there before.
 */
export type Written = Readonly<Record<string, readonly string[]>>;

/** The file in which it stands. */
export const WRITTEN_FILE = '.tutorial-tui-export.json';

const sumsSchema = z.record(
  z.string(),
  z
    .string()
    .regex(/^[\da-f]{64}$/)
    .array(),
);
const writtenSchema = z.object({
  files: z.record(z.string(), z.string().regex(/^[\da-f]{64}$/)),
  /** There while an export is under way: what stood there before. */
  replaced: sumsSchema.optional(),
});

/** Reads what an earlier export has written; undefined where the text is none of ours. */
export function readWritten(text: string): Written | undefined {
  const { data } = writtenSchema.safeParse(parseJson(text));
  if (!data) return undefined;
  const { files, replaced = {} } = data;
  const paths = new Set([...Object.keys(files), ...Object.keys(replaced)]);
  return Object.fromEntries([...paths].map((path) => [path, [...sumOf(files, path), ...(replaced[path] ?? [])]]));
}

function sumOf(files: Readonly<Record<string, string>>, path: string): readonly string[] {
  const sum = files[path];
  return sum === undefined ? [] : [sum];
}

/** The file that says what was written or, where what stands there before is named, what is about to be. */
export function writtenFile(files: readonly ExportFile[], replaced?: Written): ExportFile {
  const entries = files.map(({ path, content }) => [path, sha256(content)] as const);
  return jsonFile(WRITTEN_FILE, { files: Object.fromEntries(entries), ...(replaced && { replaced }) });
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
  const isOurs = (path: string, there: Uint8Array) => before[path]?.includes(sha256(there)) ?? false;
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
    else if (isOurs(path, there)) changes.changed.push(path);
    else changes.foreign.push(path);
  }
  const gone = Object.keys(before).filter((path) => {
    const there = files.some((file) => file.path === path) ? undefined : contentOf(path);
    return there !== undefined && there !== 'odd' && isOurs(path, there);
  });
  return { ...changes, gone };
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
