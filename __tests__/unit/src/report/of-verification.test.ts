import { reportOfVerification } from '../../../../src/report/of-verification.ts';
import { SOME_VERIFICATION } from '../../../verification.ts';

const [row] = SOME_VERIFICATION.rows;
if (!row) throw new Error('There is no row.');
const of = (change: Partial<typeof row>) => {
  const { groups } = reportOfVerification({ ...SOME_VERIFICATION, rows: [{ ...row, ...change }] });
  return groups[0]?.entries[0];
};

test('a verification is good where all is proved, and else bad', () => {
  expect(reportOfVerification(SOME_VERIFICATION)).toMatchObject({
    tone: 'bad',
    outcome: 'wrongly-accepted',
    exitCode: 7,
  });
  expect(reportOfVerification({ ...SOME_VERIFICATION, outcome: 'proved', exitCode: 0 }).tone).toBe('good');
});

test.each([
  ['passed', 'good'],
  ['failed', 'bad'],
  ['wrongly-accepted', 'bad'],
  ['not-tried', 'open'],
  ['not-seen', 'open'],
] as const)('a row that is %s is %s, and says why unless it is as it should be', (verdict, tone) => {
  const entry = of({ verdict, why: 'it was so', next: 'Look.' });
  expect(entry).toMatchObject({ status: verdict, tone });
  expect(entry?.failure).toEqual(
    tone === 'good' ? undefined : { kind: verdict, message: expect.any(String), why: 'it was so', next: 'Look.' },
  );
});

test('who answered is said where it is another one than was asked', () => {
  expect(of({ by: 'tool' })?.saw).toBe('200 Hello, world!');
  expect(of({ by: 'mcp' })?.saw).toBe('200 by mcp Hello, world!');
});
