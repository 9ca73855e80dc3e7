import type { Question } from '../../src/view/guided-state.ts';
import { AFTER_ALL, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';

const question: Question = {
  text: '3b Authorized call, once more. What does the tool answer?',
  answers: [{ key: '1', label: 'it lets the token in', value: '0' }],
};
const shown = (alone: boolean, size: { columns: number; rows: number }) =>
  frameOf(viewOf(AFTER_ALL, { step: '3b', question: { ...question, alone }, second: 'evidence' }, size)).text;

test.each([
  { columns: 80, rows: 24 },
  { columns: 160, rows: 40 },
])('what is asked again stands by itself: nothing of the step is beside it, which may be the answer (%j)', (size) => {
  expect(shown(true, size)).toContain('What does the tool answer?');
  expect(shown(true, size)).toContain('it lets the token in');
  expect(shown(true, size)).not.toContain('Hello, world!');
  expect(shown(false, size)).toContain('Hello, world!');
});
