import type { Lab } from '../../../../services/lab/lab.ts';
import type { PartName } from '../../../../src/evidence/part-names.ts';
import { unknownPart } from '../../../../steps/propagation/judged-call.ts';

const labWith = (...ready: PartName[]) => ({ isReady: (part: PartName) => ready.includes(part) }) as unknown as Lab;

test('a part that the lab does not know is named with its step, and nothing is said of who may answer there', () => {
  const next = unknownPart(labWith('stack', 'mcp'));
  expect(next).toMatch(/\bno tool server\b.*\bstep 1b\b/);
  expect(next).not.toMatch(/answers/);
});

test('the first part on the way of the call comes first', () => {
  expect(unknownPart(labWith('tool'))).toMatch(/\bno stack server\b.*\bstep 2a\b/);
  expect(unknownPart(labWith('stack', 'mcp', 'tool'))).toBeUndefined();
});
