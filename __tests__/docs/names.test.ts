import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsUnder } from '../../scripts/rooms.js';
import { page, ROOT } from './markdown.ts';

const EXPORT = /^export (?:async |abstract )?(function\*?|class|interface|type|const|let) (\w+)/gm;
const TYPES = ['interface', 'type'];

const texts = new Map(
  [
    ...importsUnder(new URL('../../', import.meta.url)).keys(),
    ...['__tests__', 'scripts'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.(?:tsx?|js)$/.test(name))
        .map((name) => join(folder, name)),
    ),
  ].map((file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const),
);

const words = new Map([...texts].map(([file, text]) => [file, new Set(text.match(/\w+/g))]));

/** What the program exports. */
const exported = [...texts]
  .filter(([file]) => !/^(?:__tests__|scripts)\b/.test(file))
  .flatMap(([file, text]) => [...text.matchAll(EXPORT)].map(([, kind = '', name = '']) => ({ file, kind, name })));

/** What docs/architecture.md lets each server have of its own. */
const [, sentence = ''] = /but for what each server has of its own: ([^.]+)\./.exec(page('docs/architecture.md')) ?? [];
const own = [...sentence.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);

test('a name means one thing: no two files export the same', () => {
  expect(exported.length).toBeGreaterThan(500);
  const byName = new Map<string, string[]>();
  for (const { name, file } of exported) byName.set(name, [...(byName.get(name) ?? []), file]);
  const doubled = [...byName].filter(([, all]) => all.length > 1);
  expect(Object.fromEntries(doubled.filter(([name]) => !own.includes(name)))).toEqual({});
  expect(doubled.map(([name]) => name).sort()).toEqual(own.sort());
});

test('what each server has of its own stands in its room', () => {
  expect(exported.filter(({ name, file }) => own.includes(name) && !file.startsWith('services/'))).toEqual([]);
});

test('what is exported, and is no type, is read elsewhere', () => {
  const unread = exported
    .filter(({ kind }) => !TYPES.includes(kind))
    .filter(({ file, name }) => ![...words].some(([other, all]) => other !== file && all.has(name)));
  expect(unread).toEqual([]);
});
