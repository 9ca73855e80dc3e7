import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { listenToParent, sayStay } from '../../../../src/standing/parent.ts';

/** What was heard of a parent that wrote this, and is gone. */
async function heard(...texts: string[]): Promise<string> {
  const pipe = new PassThrough();
  const { letStand, gone } = listenToParent(pipe);
  for (const text of texts) pipe.write(text);
  pipe.end();
  const over = once(pipe, 'end').then(() => 'nothing');
  return Promise.race([
    letStand.then(() => 'stay'),
    gone.then(() => 'gone'),
    over.then(() => new Promise<string>((resolve) => setImmediate(resolve, 'nothing'))),
  ]);
}

test('a parent that says the word lets the lab stand, in however many pieces it comes', async () => {
  expect(await heard('stay\n')).toBe('stay');
  expect(await heard('st', 'ay', '\n')).toBe('stay');
});

test('one that is gone before the word is whole does not', async () => {
  expect(await heard()).toBe('gone');
  expect(await heard('sta')).toBe('gone');
  expect(await heard('stay')).toBe('gone');
});

test('one whose pipe breaks is gone, and one that let the lab stand may go', async () => {
  const broken = new PassThrough();
  const { gone } = listenToParent(broken);
  broken.destroy(new Error('EIO'));
  await gone;
  const pipe = new PassThrough();
  const heardOf = listenToParent(pipe);
  const told: string[] = [];
  heardOf.gone.then(() => told.push('gone'));
  pipe.end('stay\n');
  await heardOf.letStand;
  await once(pipe, 'end');
  await new Promise(setImmediate);
  expect(told).toEqual([]);
});

test('it is said over a pipe', async () => {
  const pipe = new PassThrough();
  const { letStand } = listenToParent(pipe);
  await sayStay(pipe);
  await letStand;
});
