import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

const isEvent = new Ajv2020({ strict: true, validateFormats: false }).compile(
  JSON.parse(readFileSync('docs/events.schema.json', 'utf8')),
);

test.each([
  ['an event of a type that came later', { type: 'part-moved', at: 1 }, true],
  ['a field that came later', { type: 'verifying', at: 1, step: '1a', mood: 'calm' }, true],
  ['a known event without what it needs', { type: 'verifying', at: 1 }, false],
  ['what has no type', { at: 1 }, false],
])('the shipped schema of events, given %s', (_, event, takes) => {
  expect(isEvent(event)).toBe(takes);
});
