import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_TABLE } from '../../../../src/view/key-table.ts';
import { keyFor } from '../../../../src/view/key-words.ts';

test.each([
  ['retry', 'r'],
  ['bring-up', '⏎'],
  ['close-pane', 'esc'],
  ['interrupt', 'Ctrl-C'],
] as const)('the key of %s is written %s', (command, key) => {
  expect(keyFor(command)).toBe(key);
});

test('where there are no glyphs, keys are told by words', () => {
  expect(keyFor('run', true)).toBe('Enter');
});

test('a sentence follows the table: another key there, another key here', () => {
  const table = KEY_TABLE.map((row) => (row.command === 'hint' ? { ...row, keys: ['x'] } : row));
  expect(keyFor('hint', false, table)).toBe('x');
});

const ROOT = new URL('../../../..', import.meta.url).pathname;
/** Where the walkthrough's sentences are; the table itself, and the words of its keys, spell keys. */
const ROOMS = ['src/screen', 'src/guided', 'src/view', 'steps', 'components'];
const MAY_SPELL = /src\/view\/(?:keys\/|key-words\.ts)|src\/guided\/keys-markdown\.ts|components\/key-names\.ts/;

function sentences(): { file: string; text: string }[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .map((name) => `${room}/${name}`)
      .filter((file) => /\.tsx?$/.test(file) && !MAY_SPELL.test(file)),
  ).flatMap((file) => {
    const code = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return (code.match(/'[^'\n]*'|`[^`]*`/g) ?? []).map((text) => ({ file, text }));
  });
}

/** A key spelled by hand: by its name, or a letter that does something. */
const SPELLED =
  /Ctrl-|\bEnter\b|\bEsc\b|\besc\b|(?:^['`]|[,;.] )[a-zA-Z?](?: {2}\w| (?:opens|shows|sets|tries|looks|skips|gives|does|brings|ends)\b)/;

test('what is looked for is found in a sentence that spells a key', () => {
  for (const text of ["'t opens the token'", '`It failed; r does it again.`', "'Ctrl-C again'", "'f  without'"])
    expect(text).toMatch(SPELLED);
});

test('no sentence of the walkthrough spells a key by hand', () => {
  expect(sentences().length).toBeGreaterThan(200);
  expect(sentences().filter(({ text }) => SPELLED.test(text))).toEqual([]);
});
