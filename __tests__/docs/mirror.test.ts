import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { importsOf } from '../../scripts/rooms.js';
import { ROOT } from './markdown.ts';

const UNIT = '__tests__/unit/';
const tests = readdirSync(join(ROOT, UNIT), { recursive: true, encoding: 'utf8' })
  .map((name) => name.split(sep).join('/'))
  .filter((name) => name.endsWith('.test.ts'));

test.each(tests)('%s stands where what it tests does', (name) => {
  const folder = posix.dirname(name);
  expect(existsSync(join(ROOT, folder))).toBe(true);
  expect(reached(UNIT + name).filter((file) => file.startsWith(`${folder}/`))).not.toEqual([]);
});

/** What a test imports of the program, itself or by the helpers of tests. */
function reached(file: string, seen = new Set<string>()): string[] {
  if (!file.startsWith('__tests__/')) return [file];
  if (seen.has(file)) return [];
  seen.add(file);
  return importsOf(file, readFileSync(join(ROOT, file), 'utf8'))
    .filter((path) => existsSync(join(ROOT, path)))
    .flatMap((path) => reached(path, seen));
}
