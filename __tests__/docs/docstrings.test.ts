import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './markdown.ts';

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|class|interface|type|const|let|enum) (\w+)/;
/** What a docstring has to have: more than one word. */
const SAYS_SOMETHING = /\S\s+\S/;

const files = ['src', 'services', 'steps', 'components'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${room}/${name.replaceAll('\\', '/')}`),
);

/** The exports of a file, each with the docstring right above it, if there is one. */
function exportsOf(source: string): { name: string; docstring: string | undefined }[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const name = EXPORT.exec(line)?.[1];
    if (name === undefined) return [];
    const above = lines.slice(0, index).join('\n');
    return [{ name, docstring: /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/$/.exec(above)?.[1] }];
  });
}

test('every export has a docstring that says something', () => {
  const found = files.map((file) => ({ file, exports: exportsOf(readFileSync(join(ROOT, file), 'utf8')) }));
  expect(found.flatMap(({ exports }) => exports).length).toBeGreaterThan(1_000);
  const silent = found.flatMap(({ file, exports }) =>
    exports
      .filter(({ docstring }) => !SAYS_SOMETHING.test((docstring ?? '').replaceAll(/^\s*\*/gm, '').trim()))
      .map(({ name }) => `${file}: ${name}`),
  );
  expect(silent).toEqual([]);
});

test('the rule tells a docstring from a comment, and from one that stands elsewhere', () => {
  const cases = [
    '/** Says it. */\nexport const a = 1;',
    '// Says it.\nexport const b = 1;',
    '/** Far. */\n\nexport type C = 1;',
  ];
  expect(cases.flatMap(exportsOf).map(({ docstring }) => docstring !== undefined)).toEqual([true, false, false]);
});
