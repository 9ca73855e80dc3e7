import { exhibitSentences } from '../../../../../src/presenters/exhibit-sentences.ts';
import { callLines } from '../../../../../src/screen/exhibits/call.ts';
import { OF_EACH_SHAPE } from '../../../../exhibits-of-doors.ts';

const exhibit = OF_EACH_SHAPE.call;
const [, second] = exhibit.call.hops;
if (!second) throw new Error('Nobody visits.');
const wrong = { ...exhibit, call: { ...exhibit.call, wronglyAccepted: [second.id] } };

const drawn = (of: typeof exhibit, width: number) =>
  callLines(of, { width }).map((line) => line.map(({ text }) => text).join(''));

test.each([40, 120])('a yes that had to be a no is no yes in %i columns, nor the decision', (width) => {
  expect(drawn(exhibit, width).join('\n')).toContain(`✓ ${exhibit.judge} said yes: `);
  const lines = drawn(wrong, width).join('\n');
  expect(lines).toMatch(/◀ ✗ bows deeply, wron/);
  expect(lines).toContain(`✗ ${exhibit.judge} said yes, wrongly: `);
  expect(lines).toMatch(/◀ nods/);
});

test('nor is it one where it is said', () => {
  expect(exhibitSentences(exhibit, 0).filter((each) => each.includes('That is a yes, and wrong.'))).toEqual([]);
  expect(exhibitSentences(wrong, 0).filter((each) => each.includes('That is a yes, and wrong.'))).toEqual([
    expect.stringMatching(/^butler answers: bows deeply/),
  ]);
});
