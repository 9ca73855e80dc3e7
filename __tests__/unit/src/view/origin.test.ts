import type { Exhibit } from '../../../../src/lesson/exhibit.ts';
import { originWords } from '../../../../src/view/origin.ts';
import type { View } from '../../../../src/view/view.ts';
import { viewOf } from '../../../components/fixture.ts';
import { HOUSE, OF_EACH_SHAPE, VISITED } from '../../../exhibits-of-doors.ts';

const { call, columns } = OF_EACH_SHAPE;

/** Two steps of a chapter, of which the second is shown: how each stands, and what it shows by itself. */
function view(first: object, second: object, shown: readonly (readonly Exhibit[])[] = []): View {
  const opened = viewOf(VISITED, { step: 'second' });
  const ids = ['first', 'second'];
  const lesson = ids.map((id, at) => ({
    ...HOUSE.steps[0],
    id,
    title: 'Door',
    chapter: HOUSE,
    commands: [],
    exhibits: () => shown[at] ?? [],
  }));
  const steps = [first, second].map((state, at) => ({
    ...opened.session.steps[0],
    id: ids[at],
    ...{ call: undefined, calls: {}, submissions: [], status: 'done' },
    ...state,
  }));
  return { ...opened, lesson, session: { ...opened.session, steps } } as unknown as View;
}

const made = { call: call.call.traceId };
const waits = { status: 'waiting' };

test('a call that another step made is told as that step’s, and that the own one has not run', () => {
  expect(originWords(view(made, {}), [call])).toBe('Of first Door.');
  expect(originWords(view({ calls: { twice: call.call.traceId } }, waits), [call])).toBe(
    'Of first Door: second has not run yet.',
  );
});

test('nothing is said of what is the step’s own, but that it has not run', () => {
  expect(originWords(view(made, made), [call])).toBeUndefined();
  expect(originWords(view({}, { submissions: [{ call: call.call.traceId }] }), [call])).toBeUndefined();
  expect(originWords(view({}, {}, [[columns], [columns]]), [columns])).toBeUndefined();
  expect(originWords(view({}, waits, [[], [columns]]), [columns])).toBe('second has not run yet.');
});

test('what is compared is told as that of the step that compares it', () => {
  expect(originWords(view({}, {}, [[columns]]), [columns])).toBe('Of first Door.');
  expect(originWords(view({}, {}, [[{ ...columns, title: 'Two windows' }]]), [columns])).toBeUndefined();
});

test('of what nobody’s step made it is said that it is from before, and nothing where there is nothing', () => {
  expect(originWords(view({}, waits), [call])).toBe('second has not run yet: this is from before.');
  expect(originWords(view({}, {}), [call])).toBeUndefined();
  expect(originWords(view({}, waits), [])).toBeUndefined();
});
