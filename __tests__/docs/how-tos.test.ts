import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { page, ROOT } from './markdown.ts';

/** The sections of CONTRIBUTING.md that tell how to add something, each with the rows of its table. */
const howTos = page('CONTRIBUTING.md')
  .split(/^## /m)
  .filter((section) => section.startsWith('Adding '))
  .map((section) => ({
    title: section.split('\n', 1)[0] ?? '',
    says: section.split('\n')[2] ?? '',
    rows: [...section.matchAll(/^\| (`.+?`)(, new)? \|/gm)].map(([, paths = '', isNew]) => ({
      paths: [...paths.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path),
      isNew: isNew !== undefined,
    })),
  }));

test('there is one for each thing that is made to be added', () => {
  expect(howTos.map(({ title }) => title).sort()).toEqual([
    'Adding a chapter',
    'Adding a part',
    'Adding a presenter',
    'Adding a step',
    'Adding an identity provider',
  ]);
});

test.each(howTos)(
  '$title: what it says to open is there, and what it says to make has others beside it',
  ({ rows }) => {
    expect(rows.length).toBeGreaterThan(0);
    const paths = rows.flatMap((row) => row.paths);
    expect(paths.filter((path) => !isThere(path.split('/').filter(Boolean)))).toEqual([]);
    expect(rows.filter(({ isNew }) => isNew).length).toBeGreaterThan(0);
  },
);

test.each(howTos.filter(({ says }) => / and a line\./.test(says)))('$title: a line is all it changes', ({ rows }) => {
  const changed = rows.filter(({ isNew }) => !isNew).flatMap(({ paths }) => paths);
  expect(changed.filter((path) => !path.startsWith('__tests__/'))).toHaveLength(1);
});

/** A path of which `<…>` stands for any name. */
function isThere([first, ...rest]: readonly string[], folder = ''): boolean {
  if (first === undefined) return true;
  const name = new RegExp(`^${first.replaceAll('.', '\\.').replaceAll(/<[^>]+>/g, '.+')}$`);
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).some(
    (found) =>
      name.test(found.name) && (rest.length === 0 || (found.isDirectory() && isThere(rest, join(folder, found.name)))),
  );
}
