import type { PartAround } from '../../../../../services/doctor/around.ts';
import { partCondition } from '../../../../../services/doctor/conditions/part.ts';
import { ownPart } from '../../../../../services/part/own-part.ts';
import { withDeadline } from '../../../../../services/wire/deadline.ts';
import { TutorialError } from '../../../../../src/errors.ts';
import { saysTheWayOut, seenBy } from '../seen.ts';

async function seen(look: PartAround['look']) {
  const part: PartAround = { name: 'tool', port: undefined, runs: false, look };
  const [line] = await seenBy(partCondition, { parts: [part] });
  expect(line).toMatchObject({ of: 'tool', title: 'Part, tool' });
  expect(line && saysTheWayOut(line)).toBe(true);
  return line;
}

test('as its source says it', async () => {
  const look = async () => ({ passed: true, kind: 'bundled' as const, saw: 'one that comes along' });
  expect(await seen(look)).toMatchObject({ state: 'ok', saw: 'one that comes along' });
});

test('a server of the learner’s that is not there', async () => {
  const { look } = ownPart({ name: 'tool', url: 'http://127.0.0.1:1' });
  expect(await seen(look)).toMatchObject({
    state: 'failure',
    saw: expect.stringMatching(/^nothing answers at http:\/\/127.0.0.1:1: /),
  });
});

test('an error, with its reasons a line each', async () => {
  const error = new TutorialError('prerequisite-missing', 'No container engine answers.', {
    why: 'one\ntwo',
    next: 'Start it.',
  });
  expect(await seen(() => Promise.reject(error))).toMatchObject({
    state: 'failure',
    saw: 'No container engine answers.',
    details: ['one', 'two'],
    next: 'Start it.',
  });
});

test('one that hangs costs the others nothing', async () => {
  const hangs: PartAround['look'] = (signal) => withDeadline(20, signal, () => new Promise(() => {}));
  expect(await seen(hangs)).toMatchObject({ state: 'warning', saw: 'could not be told in time' });
});

test('a fault of ours is not worded as a condition', async () => {
  await expect(seen(() => Promise.reject(new Error('a fault')))).rejects.toThrow('a fault');
});
