import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { page, ROOT } from './markdown.ts';

const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const locked = read('package-lock.json').packages;

/** Package and version of each row. */
const rows = [...page('docs/dependencies.md').matchAll(/^\| (@?[a-z][\w./-]*) \| (\d\S*) \|/gm)].map(
  ([, name = '', version]) => [name, version] as const,
);

test('docs/dependencies.md has one line for every package that package.json names', () => {
  expect(rows.map(([name]) => name).toSorted()).toEqual(Object.keys(read('package.json').devDependencies).toSorted());
});

test.each(rows)('%s is the version that is installed', (name, version) => {
  expect(version).toBe(locked[`node_modules/${name}`].version);
});

test('every package is a development dependency: the bundle has it, or only the build needs it', () => {
  expect(read('package.json').dependencies).toBeUndefined();
});
