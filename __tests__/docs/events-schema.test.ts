import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { EVENTS_SCHEMA } from '../../src/lesson/events.ts';
import { clearAll, run } from '../e2e/program.ts';

const shipped = JSON.parse(readFileSync('docs/events.schema.json', 'utf8'));
const older = JSON.parse(readFileSync('__tests__/docs/events.schema.older.json', 'utf8'));
const isEvent = new Ajv2020({ strict: true, validateFormats: false }).compile(shipped);

afterEach(clearAll);

test.each([
  ['an event of a type that came later', { type: 'part-moved', at: 1 }, true],
  ['a field that came later', { type: 'verifying', at: 1, step: '1a', mood: 'calm' }, true],
  ['a known event without what it needs', { type: 'verifying', at: 1 }, false],
  ['what has no type', { at: 1 }, false],
])('the shipped schema of events, given %s', (_, event, takes) => {
  expect(isEvent(event)).toBe(takes);
});

test('the schema has a name of its own, which is that of its version', () => {
  expect(shipped.$id).toBe(`urn:x-tutorial-tui:events:${EVENTS_SCHEMA.split('@')[1]}`);
});

test('nothing in it is closed to fields that come later', () => {
  expect(JSON.stringify(shipped)).not.toMatch(/"(additional|unevaluated)Properties":false/);
});

test('a reader made of an older schema takes every event of this program, and those that come after it', async () => {
  expect(older.$id).toBe(shipped.$id);
  const takes = new Ajv2020({ strict: true, validateFormats: false }).compile(older);
  const events = (await run(['--ci', '--json', '--idp', 'embedded'])).events();
  expect(events.at(-1)).toMatchObject({ outcome: 'proved' });
  const faults = events.flatMap((event) => (takes(event) ? [] : [{ event, errors: takes.errors }]));
  expect(faults).toEqual([]);
  expect(takes({ type: 'part-moved', at: 1 })).toBe(true);
  const later = events.map((event) => ({ ...event, mood: 'calm', by: { whom: ['nobody'] } }));
  expect(later.filter((event) => !takes(event))).toEqual([]);
}, 60_000);
