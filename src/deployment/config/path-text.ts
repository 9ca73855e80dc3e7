import { printableLine } from '../../evidence/printable.ts';
import { redact } from '../../evidence/redact.ts';
import type { Path } from './json-text.ts';

/** Characters that are shown of a key that somebody wrote. */
const LONGEST_KEY = 60;

/** A path as it is written in JavaScript; of a key that somebody wrote only so much, and nothing that looks like a token. */
export function pathText(path: Path): string {
  if (path.length === 0) return 'the whole file';
  return path.reduce<string>((before, part) => {
    if (typeof part === 'number') return `${before}[${part}]`;
    const name = printableLine(redact(part), LONGEST_KEY);
    if (!/^[\w$-]+$/.test(name)) return `${before}[${JSON.stringify(name)}]`;
    return before === '' ? name : `${before}.${name}`;
  }, '');
}
