import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { page } from './markdown.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const rows = page('docs/tested-with.md')
  .split('\n')
  .filter((line) => /^\| (?!part |---)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test.each(rows)('behind %s (%s) stands a test that is there', (_, versions = '', tests = '') => {
  const named = [...tests.matchAll(/`(__tests__\/[^`]*)`/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(versions).not.toBe('');
});

test('what the tests of MCP applications install is what the table says', async () => {
  const { APPLICATION_NAMES } = await import('../clients/applications.ts');
  const [, versions = ''] = rows.find(([part]) => part?.startsWith('MCP clients')) ?? [];
  // A name that stands there already is said by its version alone.
  for (const name of APPLICATION_NAMES) expect(versions).toContain(name.split(' ').at(-1));
});
