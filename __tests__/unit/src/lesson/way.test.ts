import { legsOf, mainWayOf } from '../../../../src/lesson/way.ts';

test('the legs of a way lead from each party to the next', () => {
  expect(legsOf(['you', 'clerk', 'gate'])).toEqual([
    ['you', 'clerk'],
    ['clerk', 'gate'],
  ]);
  expect([legsOf([]), legsOf(['you'])]).toEqual([[], []]);
});

test('who stands there twice has asked those between: back leads no leg, and on leads one from there', () => {
  const way = ['you', 'clerk', 'archive', 'clerk', 'gate'];
  expect(legsOf(way)).toEqual([
    ['you', 'clerk'],
    ['clerk', 'archive'],
    ['clerk', 'gate'],
  ]);
  expect(mainWayOf(way)).toEqual(['you', 'clerk', 'gate']);
});
