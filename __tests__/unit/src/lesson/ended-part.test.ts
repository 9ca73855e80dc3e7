import { TutorialError } from '../../../../src/errors.ts';
import type { PartState } from '../../../../src/evidence/part-state.ts';
import { endedPart } from '../../../../src/lesson/ended-part.ts';

const STEPS = [
  { id: 'gate', standsOn: [], starts: 'gate' },
  { id: 'wall', standsOn: [], starts: 'wall' },
  { id: 'knock', standsOn: ['gate'] },
  { id: 'enter', standsOn: ['knock'] },
];
const led = new TutorialError('check-failed', 'Nobody opens.');
const after = (id: string, ...parts: readonly PartState[]) =>
  endedPart(STEPS, { parts: Object.fromEntries(parts.map((part) => [part.part, part])) }, id, led);
const gone = (part: string): PartState => ({ part, status: 'failed', why: `The ${part} has burnt down.` });

test('a part that a step stands on, however far below, and that has ended is what it failed of', () => {
  expect(after('enter', gone('gate'))).toMatchObject({
    kind: 'part-unreachable',
    message: 'The gate has burnt down.',
    why: 'What step enter saw of it: Nobody opens.',
    next: 'Run step gate, which starts it anew, then this one.',
  });
  expect(after('gate', gone('gate'))).toMatchObject({ next: 'Run step gate, which starts it anew.' });
});

test.each<[string, PartState]>([
  ['one that it does not stand on', gone('wall')],
  ['one that runs', { part: 'gate', status: 'ready' }],
  ['one that never was ready', { part: 'gate', status: 'failed' }],
])('%s is not', (_, part) => {
  expect(after('enter', part)).toBeUndefined();
});
