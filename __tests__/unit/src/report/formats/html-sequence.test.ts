import type { Hop } from '../../../../../src/evidence/hop.ts';
import { namesFor } from '../../../../../src/report/formats/html/names.ts';
import { sequence } from '../../../../../src/report/formats/html/sequence.ts';
import { OF_EACH_SHAPE } from '../../../../exhibits-of-doors.ts';

const { call } = OF_EACH_SHAPE.call;
const [first, second] = call.hops;
if (!first || !second) throw new Error('Nobody visits.');

/** The wide drawing and the narrow one. */
function drawn(of: Pick<typeof call, 'way' | 'hops'>): readonly [wide: string, narrow: string] {
  const anchorOf = ({ id }: Hop) => `hop-${id}`;
  const { text } = sequence(of, { id: 'call', title: 'A visit', names: namesFor({ tokens: [] }), anchorOf });
  const [wide = '', narrow = '', ...more] = text.match(/<svg[\s\S]*?<\/svg>/g) ?? [];
  if (more.length > 0) throw new Error('There are more than two.');
  return [wide, narrow];
}

/** Where the lifeline of each party stands. */
const lifelines = (svg: string): ReadonlyMap<string, number> =>
  new Map(
    [...svg.matchAll(/<g class="party[^"]*"><line x1="([\d.]+)".*?<text x="[\d.]+" y="26">([^<]*)</g)].map(
      ([, x, party = '']) => [party, Number(x)],
    ),
  );
/** Each arrow: whether it is a request or an answer, where it sets out, where its point is, and its height. */
const arrows = (svg: string) =>
  [
    ...svg.matchAll(
      /class="(request|answer)[^"]*"><line class="shaft" x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)".*?class="point" d="M([\d.]+) /g,
    ),
  ].map(([, kind, x1, y, , point]) => ({ kind, from: Number(x1), to: Number(point), y: Number(y) }));

test.each([0, 1] as const)(
  'each arrow leads from who sends to who is sent to, one below the other: drawing %i',
  (which) => {
    const svg = drawn(call)[which];
    const x = lifelines(svg);
    expect([...x.keys()]).toEqual(['you', 'porter', 'butler']);
    const ways = [
      ['request', 'you', 'porter'],
      ['request', 'porter', 'butler'],
      ['answer', 'butler', 'porter'],
      ['answer', 'porter', 'you'],
    ] as const;
    const seen = arrows(svg);
    expect(seen.map(({ kind, from, to }) => [kind, from, to])).toEqual(
      ways.map(([kind, from, to]) => [kind, x.get(from), x.get(to)]),
    );
    const heights = seen.map(({ y }) => y);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(new Set(heights).size).toBe(4);
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.map(Number) ?? [];
    expect(Math.max(...x.values())).toBeLessThan(width ?? 0);
    expect(Math.max(...heights)).toBeLessThan(height ?? 0);
  },
);

test('who hears it is told the same, and whom nobody saw asked', () => {
  const [wide] = drawn({ ...call, hops: [first] });
  expect(/<desc [^>]*>([^<]*)</.exec(wide)?.[1]).toBe(
    'you ask porter with a visiting card. porter answers you: nods. butler was not seen.',
  );
  expect(wide).toMatch(/<g class="party unseen">.*butler.*not seen<\/text>/);
  expect(drawn(call)[0]).not.toContain('not seen');
});

test('an arrow leads to its hop, by the number that the hop has beside it', () => {
  for (const svg of drawn(call)) {
    expect([...svg.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href)).toEqual(
      [first, second, second, first].map(({ id }) => `#hop-${id}`),
    );
    expect([...svg.matchAll(/class="number"[^>]*>(\d+)</g)].map(([, number]) => number)).toEqual(['1', '2']);
  }
});

test('a party that asks itself has an arrow that comes back, and a long text ends before the next lifeline', () => {
  const itself = { ...first, from: 'porter', to: 'porter', request: 'x'.repeat(500) };
  const [wide, narrow] = drawn({ way: [], hops: [itself] });
  expect(wide).toMatch(/<path class="shaft" d="M\d+ \d+h46v16h-40"\/>/);
  expect(wide).toMatch(/>x{20,60}…</);
  // Words have no room there: a mark, and the whole text for who points at it.
  expect(narrow).toContain(`<title>${itself.request}</title>`);
  expect(narrow).not.toMatch(/<text[^>]*>x/);
});
