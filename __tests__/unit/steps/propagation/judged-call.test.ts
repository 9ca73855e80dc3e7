import { unknownPart } from '../../../../steps/propagation/judged-call.ts';

const labWith = (...ready: string[]) => ({ isReady: (part: string) => ready.includes(part) });

test('a part that the lab does not know is named with its step, and nothing is said of who may answer there', () => {
  const next = unknownPart(labWith('stack', 'mcp'));
  expect(next).toMatch(/\bno tool server\b.*\bstep 1b\b/);
  expect(next).not.toMatch(/answers/);
});

test('the first part on the way of the call comes first', () => {
  expect(unknownPart(labWith('tool'))).toMatch(/\bno stack server\b.*\bstep 2a\b/);
  expect(unknownPart(labWith('stack', 'mcp', 'tool'))).toBeUndefined();
});
