import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTS } from '../../services/parts.ts';
import { COURSE, COURSE_REALM } from '../../steps/index.ts';
import { STEP_IDS } from '../lesson.ts';
import { ROOT } from './markdown.ts';

/** What only this course speaks of: its parts and their products, and what is in its realm. */
const WORDS = new Set([
  ...PARTS.map(({ name }) => name),
  // Whoever begins may come back in between, and is no part.
  ...COURSE.flatMap(({ way }) => way.filter((party) => party !== way[0])),
  ...Object.values(COURSE_REALM.clients).map(({ id }) => id),
  ...Object.values(COURSE_REALM.scopes).map(({ name }) => name),
  COURSE_REALM.realm,
  ...['keycloak', 'llama', 'ollama'],
]);
/** Names that are ordinary words or mere numbers: only where they are a value. */
const NAMES = new Set([...STEP_IDS, ...COURSE.map(({ id }) => id), ...Object.keys(COURSE_REALM.logins)]);

const FORBIDDEN = new RegExp(
  [...[...WORDS].map((word) => `\\b${word}\\b`), ...[...NAMES].map((name) => `['"\`]${name}['"\`]`)].join('|'),
  'gi',
);

/** What draws exhibits may use a number, and show the stack of an error. */
const DRAWS = /^(?:['"`]\d['"`]|src\/presenters\/error\.ts: stack)$/;

function filesIn(room: string): string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(room, name));
}

/** What of this course a text knows. */
function knowsOf(text: string): string[] {
  return [...text.matchAll(FORBIDDEN)].map(([word]) => word);
}

test.each([
  ['the engine', 'src/lesson', /^$/],
  ['a presenter', 'src/presenters', DRAWS],
  ['the screen', 'src/screen', DRAWS],
  ['the view', 'src/view', DRAWS],
])('%s knows no part, step, chapter, token, client or scope of this course', (_, room, otherwise) => {
  const files = filesIn(room);
  expect(files.length).toBeGreaterThan(8);
  const known = files.flatMap((file) =>
    knowsOf(readFileSync(join(ROOT, file), 'utf8'))
      .filter((word) => !otherwise.test(word) && !otherwise.test(`${file}: ${word}`))
      .map((word) => `${file}: ${word}`),
  );
  expect(known).toEqual([]);
});

test.each([
  "hop.to === 'tool'",
  '/** The stack server. */',
  "callOfStep(state, '3a')",
  "state.tokens['user']",
  'asks for my-external-tool',
  'as Keycloak does',
])('it would be seen: %s', (text) => {
  expect(knowsOf(text)).not.toEqual([]);
});
