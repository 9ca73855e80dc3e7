import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, ROOT } from './markdown.ts';

const NUMBER = '(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty)';
/** Between two words, also where a comment or a string goes on in the next line. */
const GAP = '[\\s*/+\'"`|-]+';
/** A number that somebody would have to mend when a step, a part or a chapter is added; one word may stand between. A step-up is none. */
const COUNTED = new RegExp(`\\b${NUMBER}${GAP}(?:(?!of\\b)[a-z]+${GAP})?(?:steps?|parts|chapters?)\\b(?!-)`, 'gi');
/** What a JWS in its compact form has, for good (RFC 7515, section 7.1). */
const OF_A_TOKEN = /^three parts$/i;

const PROGRAM = ['src', 'steps', 'components', 'services', 'scripts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(tsx?|c?js)$/.test(name))
    .map((name) => join(folder, name)),
);
// What stood in a release stays as it was written.
const PAGES = pages().filter(({ path }) => path !== 'CHANGELOG.md' && !path.startsWith('docs/references/'));
const TEXTS = [...PROGRAM.map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })), ...PAGES];

/** What is counted by hand in a text. */
function counted(text: string): string[] {
  return [...text.matchAll(COUNTED)].map(([words]) => words).filter((words) => !OF_A_TOKEN.test(words));
}

test('nobody counts steps, parts or chapters by hand', () => {
  expect(TEXTS.length).toBeGreaterThan(200);
  expect(TEXTS.flatMap(({ path, text }) => counted(text).map((words) => `${path}: ${words}`))).toEqual([]);
});

test.each(['Nine steps, some', 'its four bundled parts', 'all 9 steps', 'the four\n * parts', "'two ' +\n 'chapters'"])(
  'it would be seen: %j',
  (text) => expect(counted(text)).toHaveLength(1),
);

test.each(['A token has three parts', 'as many as there are steps', 'one step', 'step 3 and a part', '3.8 step-up'])(
  'nobody is reproached with %j',
  (text) => expect(counted(text)).toEqual([]),
);
