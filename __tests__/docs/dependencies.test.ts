import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsOf } from '../../scripts/rooms.js';
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

test('every version is an exact one, and the lock file holds it to its bytes', () => {
  const named: Record<string, string> = read('package.json').devDependencies;
  expect(locked[''].devDependencies).toEqual(named);
  for (const [name, version] of Object.entries(named))
    expect(`${name} ${locked[`node_modules/${name}`].version}`).toBe(`${name} ${version}`);
  const loose = Object.entries<{ integrity?: string }>(locked).filter(
    ([path, { integrity }]) => path !== '' && !integrity?.startsWith('sha512-'),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
});

test('every package is a development dependency: the bundle has it, or only the build needs it', () => {
  expect(read('package.json').dependencies).toBeUndefined();
});

/** What no file imports, with what runs it. */
const TOOLS: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'biome check',
  '@cfworker/json-schema': 'cfworker-provider.js',
  '@swc/jest': "'@swc/jest'",
  autocannon: "'autocannon'",
  jest: 'node_modules/jest/',
  'spdx-license-list': 'spdx-license-list/licenses/',
  typescript: '&& tsc',
};

test('every package is used: by an import, by its types, or as a tool', () => {
  const imported = new Set(
    ['src', 'services', 'steps', 'components', 'scripts', '__tests__'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:tsx?|js)$/.test(name))
        .map((name) => join(ROOT, folder, name))
        .flatMap((file) => importsOf(file, readFileSync(file, 'utf8')))
        .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')),
    ),
  );
  const settings = [
    'package.json',
    'jest.config.js',
    'scripts/test.js',
    'scripts/bench/load.js',
    'scripts/build.js',
    'scripts/notices.js',
  ]
    .map(page)
    .join('\n');
  const names = Object.keys(read('package.json').devDependencies);
  const used = (name: string): boolean =>
    imported.has(name) || (name in TOOLS && settings.includes(TOOLS[name] ?? '')) || isTypesOf(name, used);
  expect(names.filter((name) => !used(name))).toEqual([]);
});

/** Whether a package is the types of what is used, or of what is always there. */
function isTypesOf(name: string, used: (name: string) => boolean): boolean {
  const [, of] = /^@types\/(.+)$/.exec(name) ?? [];
  return of !== undefined && (of === 'node' || used(of));
}
