import { judgeSkew } from '../../../../services/identity/clock.ts';

describe('the clocks', () => {
  test.each([
    [0, 'present', /same time/],
    [4, 'present', /same time/],
    [90, 'different', /90 s ahead.*before they were issued/],
    [-90, 'different', /90 s behind.*expire early/],
    [undefined, 'unknown', /does not tell/],
  ] as [number | undefined, string, RegExp][])('%p s', (skew, state, saw) => {
    expect(judgeSkew(skew)).toEqual({ state, saw: expect.stringMatching(saw) });
  });
});
