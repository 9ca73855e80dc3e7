import { dump } from 'js-yaml';

/** A file of an export. */
export interface ExportFile {
  /** Below the folder of the export, with slashes. */
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Whether it holds secrets: it is its owner's alone. */
  readonly isSecret?: true;
}

/** Characters of a line of YAML, before a long text is folded. */
const NEVER_FOLDED = -1;

/** One document or several as a YAML file, under a comment of one line or several. */
export function yamlFile(path: string, comment: string, ...documents: readonly object[]): ExportFile {
  const head = comment
    .split('\n')
    .map((line) => `# ${line}\n`)
    .join('');
  const bodies = documents.map((each) => dump(each, { lineWidth: NEVER_FOLDED, noRefs: true }));
  return { path, content: head + bodies.join('---\n') };
}

/** A JSON file. */
export function jsonFile(path: string, value: unknown): ExportFile {
  return { path, content: `${JSON.stringify(value, undefined, 2)}\n` };
}
