import type { Exhibit } from '../../../../src/lesson/exhibit.ts';
import { exhibitsAtHand } from '../../../../src/view/exhibits.ts';
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
