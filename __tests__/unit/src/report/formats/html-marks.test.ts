import type { Exhibit } from '../../../../../src/lesson/exhibit.ts';
import { htmlReport } from '../../../../../src/report/formats/html/page.ts';
import { reportOfSession } from '../../../../../src/report/of-session.ts';
import type { Report, ReportEntry, Tone } from '../../../../../src/report/report.ts';
import { fold } from '../../../../components/fixture.ts';
import { HOUSE, OF_EACH_SHAPE, VISITED } from '../../../../exhibits-of-doors.ts';

/** Whether each mark says what is so: who looks at a page sees a mark, who hears it a word. */

const REPORT = reportOfSession(fold(VISITED), [HOUSE]);

/** An entry of the tone, with these exhibits. */
function entry(tone: Tone, exhibits: readonly Exhibit[] = [], more: Partial<ReportEntry> = {}): ReportEntry {
  const [known] = REPORT.groups.flatMap(({ entries }) => entries);
  if (!known) throw new Error('There is no entry.');
  return { ...known, tone, exhibits, ...more };
}

const pageOf = (entries: readonly ReportEntry[], more: Partial<Report> = {}) =>
  htmlReport({ ...REPORT, groups: [{ id: 'house', title: 'The house', entries }], ...more });
/** What stands on it, without what it looks like. */
const textOf = (html: string) => html.replaceAll(/<[^>]*>/g, '');
const after = (html: string, from: string) => html.slice(html.indexOf(from));

test.each([
  ['good', '✓'],
  ['bad', '✗'],
  ['open', '·'],
] as const)('a run that is %s bears its mark, and so does a step; what is bad alone stands open', (tone, mark) => {
  const page = pageOf([entry(tone, [], { words: 'its state' })], { tone, headline: 'what it came to' });
  expect(textOf(page)).toContain(`${mark}what it came to`);
  expect(page).toContain(`<p class="verdict ${tone}">`);
  expect(textOf(after(page, '<details class="entry'))).toContain(`${mark}door The front door`);
  expect(/<details class="entry \w+" open>/.test(page)).toBe(tone === 'bad');
});

test('each check of a step, and of a token, says whether it passed', () => {
  const checks = [true, false].map((passed) => ({ id: `${passed}`, title: `It is ${passed}`, passed, saw: 'looked' }));
  const text = textOf(pageOf([entry('bad', [OF_EACH_SHAPE.exchange], { checks })]));
  expect(text).toMatch(/✓[^✗]*It is true/);
  expect(text).toMatch(/✗[^✓]*It is false/);
  expect(text).toContain('✓passed: card gilt edges');
  expect(text).toContain('✗not passed: manners muddy boots');
});

test('each answer says whether it is a yes', () => {
  const { call } = OF_EACH_SHAPE.call;
  const hops = call.hops.map((hop, at) => (hop.answer ? { ...hop, answer: { ...hop.answer, ok: at === 0 } } : hop));
  const page = pageOf([entry('good', [{ ...OF_EACH_SHAPE.call, call: { ...call, hops } }])]);
  expect(textOf(page)).toContain('✓a yes: nods');
  expect(textOf(page)).toContain('✗a no: bows deeply');
  expect(textOf(page)).not.toMatch(/✗a no: nods|✓a yes: bows/);
  expect(page).toMatch(/class="answer good">.*✓ nods/);
  expect(page).toMatch(/class="answer bad">.*✗ bows deeply/);
});

test('each row of a table, what was said of it, and each finding say whether they are right', () => {
  const text = textOf(pageOf([entry('good', [OF_EACH_SHAPE.table, OF_EACH_SHAPE.findings])]));
  expect(text).toMatch(/✓ oaken/);
  expect(text).toMatch(/✗ glazed/);
  expect(text).toContain('✓rightly said: a boom');
  expect(text).toContain('✗wrongly said: a chime');
  expect(text).toContain('✓ present');
  expect(text).toContain('✗ missing');
});

test('the calls that are shown above all are those of what went amiss', () => {
  const named = (title: string): Exhibit => ({ ...OF_EACH_SHAPE.call, title });
  const way = (entries: readonly ReportEntry[]) => {
    const [, shown = ''] = /<section aria-labelledby="way">([\s\S]*?)<\/section>/.exec(pageOf(entries)) ?? [];
    return [...shown.matchAll(/<figcaption><b>([^<]*)<\/b>/g)].map(([, title]) => title);
  };
  const good = ['first', 'second', 'third'].map((title) => entry('good', [named(title)]));
  expect(way(good)).toEqual(['first', 'second']);
  expect(way([...good, entry('bad', [named('amiss')])])).toEqual(['amiss']);
});

test('tokens are told apart by letters, and what differs between two is marked', () => {
  const token = (print: string, aud: string) => ({
    name: print,
    print,
    token: { header: { alg: 'RS256' }, claims: { aud, sub: 'ada' } },
  });
  const page = pageOf([], { tokens: [token('p1', 'tool'), token('p2', 'other')] });
  const table = after(page, '<table class="tokens">');
  expect(textOf(table)).toMatch(/token A p1.*token B p2/);
  const row = (name: string) => new RegExp(`<th scope="row">${name}</th>.*?</tr>`).exec(table)?.[0] ?? '';
  expect(textOf(row('aud'))).toBe('audtool≠ other, differs');
  expect(textOf(row('sub'))).toBe('subadaada');
});
