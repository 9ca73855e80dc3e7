import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { type Happening, type SessionEvent, sessionEventSchema } from '../../../../../src/lesson/events.ts';
import { INITIAL_STATE, reduce } from '../../../../../src/lesson/state.ts';
import { markup, ours } from '../../../../../src/report/formats/html/markup.ts';
import { htmlReport } from '../../../../../src/report/formats/html/page.ts';
import { reportOfSession } from '../../../../../src/report/of-session.ts';
import { reportOfVerification } from '../../../../../src/report/of-verification.ts';
import { COURSE } from '../../../../../steps/index.ts';
import { AFTER_ALL, AT } from '../../../../components/fixture.ts';
import { HOUSE, houseOf, OF_EACH_SHAPE, VISITED } from '../../../../exhibits-of-doors.ts';
import { COMMANDS, forged, LONG, longestRun, poisoned, rawIn } from '../../../../hostile.ts';
import { SOME_VERIFICATION } from '../../../../verification.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements of a page, in their order, and its text. */
function parsed(page: string): { readonly elements: readonly Element[]; readonly text: string } {
  const elements: Element[] = [];
  let text = '';
  const parser = new Parser({
    onopentag: (name, attributes) => void elements.push({ name, attributes }),
    ontext: (piece) => {
      text += piece;
    },
  });
  parser.end(page);
  return { elements, text };
}

const FAILED: Happening = {
  type: 'step-ended',
  step: '1a',
  status: 'failed',
  proved: 'seen',
  tookMs: 1,
  failure: { kind: 'login-refused', message: 'It said no', why: 'because', next: 'ask again' },
};
const events = (happenings: readonly Happening[], text: string): SessionEvent[] =>
  happenings.map((happening) => sessionEventSchema.parse({ ...poisoned(happening, text), at: AT }));
const stateOf = (happenings: readonly Happening[], text = '') => events(happenings, text).reduce(reduce, INITIAL_STATE);

/** A page of each kind, with hostile text in every field that has room for some. */
const PAGES: Readonly<Record<string, (text: string) => string>> = {
  'a lesson': (text) =>
    htmlReport(reportOfSession(stateOf([...AFTER_ALL, FAILED], text), COURSE, { notes: [`note ${text}`] })),
  'each shape': (text) => {
    const course = [houseOf(Object.values(OF_EACH_SHAPE).map((exhibit) => poisoned(exhibit, text)))];
    return htmlReport(reportOfSession(stateOf(VISITED, text), course));
  },
  'a verification': (text) => htmlReport(reportOfVerification(poisoned(SOME_VERIFICATION, text))),
  'a forged record': (text) => htmlReport(forged(reportOfSession(stateOf([...AFTER_ALL, FAILED]), COURSE), text)),
  'a forged verification': (text) => htmlReport(forged(reportOfVerification(SOME_VERIFICATION), text)),
};

const MARKUP = `<script>alert(1)</script><img src=x onerror=alert(1)>" onclick="alert(1)' onclick='alert(1)</style></title></svg><a href="javascript:alert(1)">&lt;b&gt;`;

describe.each(Object.entries(PAGES))('the page of %s', (_, pageOf) => {
  test('makes no element and no attribute of what somebody else said', () => {
    const [plain, hostile] = [parsed(pageOf('')), parsed(pageOf(MARKUP))];
    // It stands there as it is, and as nothing else.
    expect(hostile.text).toContain(MARKUP);
    const kinds = (page: typeof plain) => [...new Set(page.elements.map(({ name }) => name))].sort();
    expect(kinds(hostile).filter((name) => !kinds(plain).includes(name))).toEqual([]);
    expect(kinds(hostile)).not.toContain('script');
    const names = hostile.elements.flatMap(({ attributes }) => Object.keys(attributes));
    expect(names.filter((name) => name.startsWith('on') || name === 'style' || name === 'src')).toEqual([]);
  });

  test('leads to itself alone, and each of its links somewhere; no id is there twice', () => {
    const { elements } = parsed(pageOf(MARKUP));
    const ids = elements.flatMap(({ attributes }) => (attributes.id === undefined ? [] : [attributes.id]));
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    const links = elements.flatMap(({ attributes }) => (attributes.href === undefined ? [] : [attributes.href]));
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !ids.includes(link.slice(1)) || !link.startsWith('#'))).toEqual([]);
    const labels = elements.flatMap(({ attributes }) =>
      (attributes['aria-labelledby'] ?? '').split(' ').filter(Boolean),
    );
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });

  test('holds what would be a command to a terminal as text, and cuts what is too long', () => {
    expect(rawIn(pageOf(COMMANDS))).toEqual([]);
    expect(longestRun(pageOf(LONG))).toBeLessThanOrEqual(20_000);
  });
});

test('an attribute holds what somebody said to its last sign', () => {
  const { elements } = parsed(PAGES['a forged record']?.(MARKUP) ?? '');
  const [link] = elements.filter(({ attributes }) => attributes.title?.includes('onclick'));
  expect(link).toMatchObject({ name: 'a', attributes: { title: expect.stringContaining(MARKUP) } });
});

test.each(['"', "'"])('text ends no attribute in %s', (quote) => {
  const { text } = markup`<i title=${ours(quote)}${`a"b'c`}${ours(quote)}>x</i>`;
  expect(parsed(text).elements).toEqual([{ name: 'i', attributes: { title: `a"b'c` } }]);
});

test('its policy lets the browser take this very style sheet, and nothing else', () => {
  const page = htmlReport(reportOfSession(stateOf(VISITED), [HOUSE]));
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
  const digest = createHash('sha256').update(style).digest('base64');
  const { elements } = parsed(page);
  const policy = elements.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy');
  expect(policy?.attributes.content).toBe(
    `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
  );
  expect(page).not.toMatch(/\b(?:src|srcset|action)=|url\(|@import|https?:\/\/(?!localhost)/);
});

test('what is not as it should be stands open, and all else is closed', () => {
  const { elements } = parsed(htmlReport(reportOfSession(stateOf([...AFTER_ALL, FAILED]), COURSE)));
  const open = elements.filter(({ name, attributes }) => name === 'details' && 'open' in attributes);
  expect(open.map(({ attributes }) => attributes.class)).toEqual(['entry bad']);
});

test('the headings are in order', () => {
  for (const page of Object.values(PAGES)) {
    const levels = parsed(page('')).elements.flatMap(({ name }) => (/^h[1-6]$/.test(name) ? [Number(name[1])] : []));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level, at) => at > 0 && level > (levels[at - 1] ?? 0) + 1)).toEqual([]);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
  }
});
