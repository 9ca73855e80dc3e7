import type { Exhibit } from '../../../../src/lesson/exhibit.ts';
import { exhibitsAtHand, exhibitsOfStep } from '../../../../src/view/exhibits.ts';
import type { View } from '../../../../src/view/view.ts';
import { viewOf } from '../../../components/fixture.ts';
import { HOUSE, OF_EACH_SHAPE, VISITED } from '../../../exhibits-of-doors.ts';

/** A view of a course of two chapters; each has these exhibits, and so have its two steps, by their titles. */
function view(step: string, shown: Readonly<Record<string, readonly Exhibit[]>>): View {
  const lesson = ['house', 'garden'].flatMap((id) => {
    const chapter = { ...HOUSE, id, exhibits: () => shown[id] ?? [] };
    return ['first', 'second'].map((name) => ({
      ...HOUSE.steps[0],
      id: `${id} ${name}`,
      chapter,
      commands: [],
      exhibits: () => shown[`${id} ${name}`] ?? [],
    }));
  }) as unknown as View['lesson'];
  return { ...viewOf(VISITED, { step }), lesson };
}

const named = (title: string): readonly Exhibit[] => [{ ...OF_EACH_SHAPE.columns, title }];
const titlesAt = (step: string, ...sources: readonly string[]) =>
  exhibitsAtHand(view(step, Object.fromEntries(sources.map((source) => [source, named(source)]))), 'columns').map(
    ({ title }) => title,
  );

test('those of the chapter come first, then those of the step, then those of another step of the chapter', () => {
  expect(titlesAt('house second', 'house', 'house first', 'house second')).toEqual(['house']);
  expect(titlesAt('house second', 'house first', 'house second')).toEqual(['house second']);
  expect(titlesAt('house second', 'house first')).toEqual(['house first']);
});

test('another chapter’s are not at hand', () => {
  expect(titlesAt('house second', 'garden', 'garden first', 'garden second')).toEqual([]);
});

test('what answers a prediction is not shown while the step waits to be run; without one, or once it has begun, it is', () => {
  const shown = { 'house first': named('house first') };
  const asking = view('house first', shown);
  const at = (status: string, prediction: unknown) => {
    const lesson = asking.lesson.map((step) => ({ ...step, prediction })) as View['lesson'];
    const steps = [{ ...asking.session.steps[0], id: 'house first', status }] as View['session']['steps'];
    return exhibitsOfStep({ lesson, session: { ...asking.session, steps } }, 'house first');
  };
  const question = { question: 'Which?', choices: ['one', 'two'], answer: 0, because: 'It is.' };
  expect(at('waiting', question)).toEqual([]);
  expect(at('waiting', undefined)).toHaveLength(1);
  for (const status of ['running', 'verifying', 'done', 'failed']) expect(at(status, question)).toHaveLength(1);
});
