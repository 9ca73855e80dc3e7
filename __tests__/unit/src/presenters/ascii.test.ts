import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { asAscii, speaksUnicode, writeAscii } from '../../../../src/presenters/ascii.ts';
import { PART_MARKS, STEP_MARKS } from '../../../../src/screen/glyphs.ts';

describe('glyphs beyond ASCII are used', () => {
  test.each([
    ['a locale of UTF-8', 'linux', { LANG: 'de_DE.UTF-8' }, true],
    ['its other spelling', 'linux', { LC_ALL: 'C.utf8' }, true],
    ['no locale, as in a container', 'linux', {}, true],
    ['LANG=C', 'linux', { LANG: 'C' }, false],
    ['LC_ALL=C before all else', 'linux', { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    ['LC_CTYPE before LANG', 'linux', { LC_CTYPE: 'en_US.UTF-8', LANG: 'C' }, true],
    ['POSIX', 'linux', { LANG: 'POSIX' }, false],
    ['Latin-1', 'linux', { LANG: 'de_DE.ISO-8859-1' }, false],
    ['a locale that names no character set', 'linux', { LANG: 'en_US' }, false],
    ['the console of Linux', 'linux', { TERM: 'linux', LANG: 'C.UTF-8' }, false],
    ['Terminal of macOS', 'darwin', { LANG: 'en_GB.UTF-8', TERM_PROGRAM: 'Apple_Terminal' }, true],
    ['Windows Terminal', 'win32', { WT_SESSION: '1' }, true],
    ['the terminal of an editor on Windows', 'win32', { TERM_PROGRAM: 'vscode' }, true],
    ['the console of Windows', 'win32', {}, false],
  ] as const)('%s', (_, platform, env, expected) => {
    expect(speaksUnicode({ platform, env, isTTY: true })).toBe(expected);
  });

  test('not in a pipe of Windows, which PowerShell 5.1 reads in the code page of the console', () => {
    expect(speaksUnicode({ platform: 'win32', env: { WT_SESSION: '1' }, isTTY: false })).toBe(false);
  });
});

/** Every character beyond ASCII in the sources of what is shown, comments aside. */
function glyphsOfTheProgram(): string[] {
  const root = new URL('../../../..', import.meta.url).pathname;
  const files = ['src', 'components', 'steps', 'services'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('ascii.ts'))
      .map((name) => readFileSync(join(root, room, name), 'utf8')),
  );
  const code = files.join('\n').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the characters of ASCII
  return [...new Set(code.match(/[^\u0000-\u007f]/gu) ?? [])].filter((character) => !/\p{L}/u.test(character));
}

test('every glyph of the program has one character of ASCII in its place', () => {
  const glyphs = glyphsOfTheProgram();
  expect(glyphs.length).toBeGreaterThan(20);
  // The keys of ⇥ and ⌫ are written out where glyphs are not to be had.
  for (const glyph of glyphs.filter((each) => !['⇥', '⌫'].includes(each)))
    expect({ glyph, ascii: asAscii(glyph) }).toEqual({ glyph, ascii: expect.stringMatching(/^[\x20-\x7e]$/) });
});

test.each([
  ['steps', STEP_MARKS],
  ['parts', PART_MARKS],
])('the states of %s stay told apart', (_, marks) => {
  const states = Object.values(marks).map(({ glyph }) => glyph);
  expect(new Set(states.map(asAscii)).size).toBe(new Set(states).size);
});

test('names and what servers say keep their letters', () => {
  expect(asAscii('Zoë 李 ✓')).toBe('Zoë 李 +');
});

test('text is written so, bytes are left alone: JSON is UTF-8 wherever it goes', () => {
  const stream = new PassThrough();
  writeAscii(stream);
  stream.write('✓ ');
  stream.write(Buffer.from('{"saw":"✓"}'));
  expect(String(stream.read())).toBe('+ {"saw":"✓"}');
});
