import { problemOf, type StepForm, shownValue, takenValues } from '../../../../src/lesson/form.ts';

const FORM: StepForm = [
  {
    kind: 'choice',
    id: 'door',
    label: 'door',
    help: 'Which one.',
    choices: [
      { value: 'oak', label: 'the oaken one' },
      { value: 'glass', label: 'the glazed one' },
    ],
  },
  {
    kind: 'text',
    id: 'knock',
    label: 'knock',
    help: 'How.',
    initial: 'twice',
    longest: 10,
    problem: (text) => (text === 'never' ? 'One has to knock.' : undefined),
  },
];

test('where nothing was entered, there stands what stands there from the start', () => {
  expect(takenValues(FORM)).toEqual({ door: 'oak', knock: 'twice' });
  expect(takenValues(FORM, { knock: '' })).toEqual({ door: 'oak', knock: '' });
});

test('a choice that there is not, and a field that there is not, are not taken', () => {
  expect(takenValues(FORM, { door: 'iron', window: 'open' })).toEqual({ door: 'oak', knock: 'twice' });
  expect(takenValues(FORM, { door: 'glass' })).toMatchObject({ door: 'glass' });
});

test('a text is taken as one printable line, and no longer than it may be', () => {
  expect(takenValues(FORM, { knock: 'x'.repeat(1_000_000) }).knock).toBe('x'.repeat(10));
  expect(takenValues(FORM, { knock: 'a\nb\u001b[2J' }).knock).toBe('a b\\u{1b}[');
  expect(takenValues(FORM, { knock: '🚪'.repeat(20) }).knock).toBe('🚪'.repeat(10));
});

test('what cannot be taken is named, with its field', () => {
  expect(problemOf(FORM, takenValues(FORM))).toBeUndefined();
  expect(problemOf(FORM, { knock: 'never' })).toEqual({ at: 1, why: 'One has to knock.' });
});

test('a choice is spoken of by its label', () => {
  const [door, knock] = FORM;
  if (!door || !knock) throw new Error('no fields');
  expect(shownValue(door, { door: 'glass' })).toBe('the glazed one');
  expect(shownValue(door, {})).toBe('the oaken one');
  expect(shownValue(knock, { knock: 'thrice' })).toBe('thrice');
});
