import { execSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { page, ROOT } from './markdown.ts';

/** The scripts of package.json that run the tests of one folder, by its name. */
const scripts: readonly (readonly [string, string])[] = Object.entries<string>(
  JSON.parse(page('package.json')).scripts,
).flatMap(([name, command]) => (name.startsWith('test:') ? [[name.slice('test:'.length), command] as const] : []));

// An option of Jest that takes several values swallows the folder after it, and everything else is run.
test.each(scripts)('test:%s runs the tests of its folder, and no others', (folder, command) => {
  const listed = execSync(`${command} --listTests`, { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const there = readdirSync(join(ROOT, '__tests__', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => join('__tests__', folder, name));
  expect(listed.map((file) => relative(ROOT, file)).sort()).toEqual(there.sort());
  expect(there).not.toEqual([]);
});

test('there are such scripts', () => {
  expect(scripts.length).toBeGreaterThan(1);
});
