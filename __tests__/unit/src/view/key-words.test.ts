import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY_TABLE } from '../../../../src/view/key-table.ts';
import { keyFor, shownKeys } from '../../../../src/view/key-words.ts';

test.each([
  ['retry', 'r', 'which does it also where ⏎ brings up what is missing'],
  ['next', 'n', 'which does it also before the step is done'],
  ['bring-up', '⏎', 'its only one'],
  ['close-pane', 'esc', 'the first of several'],
  ['interrupt', 'Ctrl-C', 'which each situation has'],
] as const)('the key of %s is written %s, %s', (command, key, _why) => {
  expect(keyFor(command)).toBe(key);
});

test('where there are no glyphs, keys are told by words', () => {
  expect(keyFor('submit', true)).toBe('Enter');
});

test('a sentence follows the table: another key there, another key here', () => {
  const table = KEY_TABLE.map((row) => (row.command === 'hint' ? { ...row, keys: ['x'] } : row));
  expect(keyFor('hint', false, table)).toBe('x');
});

const ROOT = new URL('../../../..', import.meta.url).pathname;
/** Where sentences are that a learner of the walkthrough reads. */
const ROOMS = ['src/screen', 'src/guided', 'src/view', 'src/lesson', 'src/presenters', 'steps', 'components'];
/** They say what a terminal sends for keys, and how signs are written. */
const MAY_SPELL = /src\/view\/(?:key-words|typed-text)\.ts|src\/presenters\/ascii\.ts|components\/key-names\.ts/;

function sentences(): { file: string; text: string }[] {
  return ROOMS.flatMap((room) =>
    readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
      .map((name) => `${room}/${name}`)
      .filter((file) => /\.tsx?$/.test(file) && !MAY_SPELL.test(file)),
  ).flatMap((file) => {
    const code = readFileSync(join(ROOT, file), 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '')
      // What the table is there for.
      .replaceAll(/\bkeys: \[[^\]]*\]|\b(?:key|letter): '[^']*'/g, '')
      .replaceAll(/\$\{[^{}]*\}/g, '');
    return (code.match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? []).map((text) => ({ file, text }));
  });
}

/** A key's name, a letter that is said to be pressed or to do something, a letter alone. */
const SPELLED = [
  /\bCtrl\b|\bEnter\b|\besc\b|\bEsc(?:ape)?\b|\bPg(?:Up|Dn)\b|\bBksp\b|\bBackspace\b|space bar|[⏎⇥⌫] \w/i,
  /\b(?:press|hit|key) [a-zA-Z?](?![\w’'])/i,
  /(?:^['"`]|[,;.:(] )[a-zA-Z?](?: {2}\w| (?:opens|shows|sets|tries|looks|skips|gives|does|brings|ends|goes|closes|again)\b)/,
  /^['"`][a-zA-Z]['"`]$/,
];
const spells = (text: string) => SPELLED.some((pattern) => pattern.test(text));

test.each([
  "'t opens the token'",
  '`It failed; r does it again.`',
  "'Ctrl-C again'",
  "'f  without'",
  "'Press x to go on.'",
  "'c'",
  '`the Enter key`',
  "'esc closes it'",
])('what is looked for is found in a sentence that spells a key: %s', (text) => {
  expect(spells(text)).toBe(true);
});

test('no sentence of the walkthrough spells a key by hand, not even the help of another key', () => {
  expect(sentences().length).toBeGreaterThan(1_000);
  expect(sentences().filter(({ text }) => spells(text))).toEqual([]);
});

test('a row of the help shows every key that it is about', () => {
  expect(shownKeys(['pagedown', 'ctrl-d', ' '])).toEqual(['PgDn', 'Ctrl-D', 'Space']);
  expect(shownKeys(['up', 'k'], true)).toEqual(['Up', 'k']);
  expect(shownKeys(['1', '2', '3'])).toEqual(['1-3']);
});
