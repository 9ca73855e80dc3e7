import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsUnder } from '../../scripts/rooms.js';
import { page, ROOT } from './markdown.ts';

/** What CONTRIBUTING.md says of every file of the program. */
const files = [...importsUnder(new URL('../../', import.meta.url)).keys()].map((file) => ({
  file,
  text: readFileSync(join(ROOT, file), 'utf8'),
}));

function those(breakIt: (text: string) => boolean): string[] {
  return files.filter(({ text }) => breakIt(text)).map(({ file }) => file);
}

const lines = (text: string) => text.split('\n').length - 1;

test('none is too long, and most are short', () => {
  const [, short, longest] =
    /most are under (\d+) lines, none of the program's is over (\d+)/.exec(page('CONTRIBUTING.md')) ?? [];
  expect(those((text) => lines(text) > Number(longest))).toEqual([]);
  expect(those((text) => lines(text) < Number(short)).length).toBeGreaterThan(files.length / 2);
});

test('none exports by default, or what another file has', () => {
  expect(those((text) => /^export (?:default\b|\*|(?:type )?\{[^}]*\} from)/m.test(text))).toEqual([]);
});

test('none leaves work for later', () => {
  expect(those((text) => /\b(?:TODO|FIXME|XXX)\b/.test(text))).toEqual([]);
});
