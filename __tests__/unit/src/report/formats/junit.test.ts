import { Parser } from 'htmlparser2';
import type { Happening } from '../../../../../src/lesson/events.ts';
import { junitReport } from '../../../../../src/report/formats/junit.ts';
import { reportOfSession } from '../../../../../src/report/of-session.ts';
import { reportOfVerification } from '../../../../../src/report/of-verification.ts';
import type { Report } from '../../../../../src/report/report.ts';
import { COURSE } from '../../../../../steps/index.ts';
import { AFTER_ALL, done, fold, STARTED } from '../../../../components/fixture.ts';
import { forged, poisoned } from '../../../../hostile.ts';
import { SOME_VERIFICATION } from '../../../../verification.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** The document as a parser has it; throws where it is not well-formed. */
function parsed(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const element: Element = { name, attributes, children: [], text: '' };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      ontext: (text) => {
        const last = open.at(-1);
        if (last) last.text += text;
      },
      onclosetag: (name) => {
        if (open.pop()?.name !== name) throw new Error(`${name} is not closed`);
      },
    },
    { xmlMode: true },
  );
  parser.end(xml);
  const [suites, ...others] = root.children;
  if (!suites || others.length > 0 || open.length !== 1) throw new Error('There is not one root.');
  return suites;
}

/** What the schemas of Jenkins (junit-10.xsd) and of surefire let stand where, and what attributes each has to have. */
const SCHEMA: Readonly<
  Record<string, { in: string; needs: readonly string[]; may: readonly string[]; order?: readonly string[] }>
> = {
  testsuites: { in: '', needs: ['name', 'tests', 'failures', 'errors', 'time'], may: ['skipped', 'disabled'] },
  testsuite: {
    in: 'testsuites',
    needs: ['name', 'tests', 'failures', 'errors'],
    may: ['skipped', 'time', 'timestamp', 'hostname', 'id', 'package', 'group', 'disabled'],
    order: ['properties', 'testcase'],
  },
  properties: { in: 'testsuite', needs: [], may: [] },
  property: { in: 'properties', needs: ['name', 'value'], may: [] },
  testcase: {
    in: 'testsuite',
    needs: ['name', 'classname', 'time'],
    may: ['assertions', 'status', 'file', 'line'],
    order: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { in: 'testcase', needs: ['message', 'type'], may: [] },
  error: { in: 'testcase', needs: ['message', 'type'], may: [] },
  skipped: { in: 'testcase', needs: ['message'], may: [] },
  'system-out': { in: 'testcase', needs: [], may: [] },
};

function faultsOf({ name, attributes, children }: Element, within = ''): string[] {
  const rule = SCHEMA[name];
  if (!rule || rule.in !== within) return [`${name} in ${within}`];
  const given = Object.keys(attributes);
  const places = children.map((child) => (rule.order ?? [child.name]).indexOf(child.name));
  return [
    ...rule.needs.filter((each) => !given.includes(each)).map((each) => `${name} lacks ${each}`),
    ...given
      .filter((each) => !rule.needs.includes(each) && !rule.may.includes(each))
      .map((each) => `${name} has ${each}`),
    ...(places.some((place, at) => place < (places[at - 1] ?? 0)) ? [`${name}: order`] : []),
    ...given
      .filter((each) => each === 'time' && !/^\d+\.\d{3}$/.test(attributes[each] ?? ''))
      .map(() => `${name}: time`),
    ...given
      .filter((each) => each === 'timestamp' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(attributes[each] ?? ''))
      .map(() => `${name}: timestamp`),
    ...children.flatMap((child) => faultsOf(child, name)),
  ];
}

const all = ({ name: own, children }: Element, name: string, within: Element[] = []): Element[] =>
  [
    ...within,
    ...children.filter((child) => child.name === name),
    ...children.flatMap((child) => all(child, name)),
  ].filter(() => own !== undefined);

const FAILED: readonly Happening[] = [
  STARTED,
  ...done('0'),
  { type: 'step-started', step: '1a', purpose: 'prove' },
  { type: 'check', step: '1a', check: { id: 'x', title: 'It is there', passed: false, saw: 'nothing' } },
  {
    type: 'step-ended',
    step: '1a',
    status: 'failed',
    proved: 'Not so',
    tookMs: 1_500,
    failure: { kind: 'check-failed', message: 'It is not there.', why: 'nobody put it there', next: 'Put it there.' },
  },
  { type: 'session-ended', outcome: 'check-failed', exitCode: 3, proved: 1, of: 9, tookMs: 2_000 },
];
const lesson = (happenings: readonly Happening[]) => reportOfSession(fold(happenings), COURSE);

const HOSTILE = '\u0000<b x="\'">]]>&amp;\u001b[2J\ud800 \ufffe';
const REPORTS: Readonly<Record<string, Report>> = {
  'a good run': lesson(AFTER_ALL),
  'a failed run': lesson(FAILED),
  'a run that was broken off': lesson(FAILED.slice(0, 6)),
  'a verification': reportOfVerification(SOME_VERIFICATION),
  'hostile text': lesson(FAILED.map((event) => poisoned(event, HOSTILE))),
  'a forged record': forged(lesson(FAILED), HOSTILE),
};

test.each(Object.entries(REPORTS))('of %s, build servers can read it', (_, report) => {
  const suites = parsed(junitReport(report));
  expect(faultsOf(suites)).toEqual([]);
  for (const suite of [suites, ...all(suites, 'testsuite')]) {
    const counted = (name: string) => String(all(suite, name).length);
    expect(suite.attributes).toMatchObject({
      tests: counted('testcase'),
      failures: counted('failure'),
      skipped: counted('skipped'),
      errors: counted('error'),
    });
  }
});

test('a failed step is a failure with why and what to do, its checks beside it; what comes after it is skipped', () => {
  const cases = all(parsed(junitReport(REPORTS['a failed run'] as Report)), 'testcase');
  const failed = cases.find(({ attributes }) => attributes.name === '1a Identity provider');
  expect(failed?.attributes).toMatchObject({ classname: 'tutorial-tui.propagation', time: '1.500' });
  expect(failed?.children[0]).toMatchObject({
    name: 'failure',
    attributes: { message: 'It is not there.', type: 'check-failed' },
  });
  expect(failed?.children[0]?.text).toBe('It is not there.\nnobody put it there\nnext: Put it there.');
  expect(failed?.children[1]?.text).toBe('Not so: It is there; seen: nothing');
  expect(cases.filter(({ children }) => children[0]?.name === 'skipped')).toHaveLength(cases.length - 2);
});

test('a step in which a run was broken off is a failure of that type', () => {
  const suites = parsed(junitReport(lesson([STARTED, { type: 'step-started', step: '0', purpose: 'prove' }])));
  expect(all(suites, 'failure').map(({ attributes }) => attributes)).toEqual([
    { message: 'broken off', type: 'broken-off' },
  ]);
});

test('a run that was broken off between two steps is no success, though no step failed', () => {
  const suites = parsed(junitReport(lesson([STARTED, ...done('0')])));
  expect(suites.attributes.errors).toBe('1');
  expect(all(suites, 'error')[0]?.attributes.message).toContain('Broken off');
});

test('no character stands there that XML has not', () => {
  const hostile = REPORTS['hostile text'] as Report;
  const groups = hostile.groups.map((group) => ({ ...group, id: `${group.id}\u0000\ufffe` }));
  const text = junitReport({ ...hostile, groups });
  expect(text).toContain('\\u{0}');
  expect(text).toContain('\\u{fffe}');
  expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cs}|[\ufffe\uffff]/u);
});

test('a token that was wrongly taken is a failure that says so', () => {
  const suites = parsed(junitReport(REPORTS['a verification'] as Report));
  const [failure] = all(suites, 'failure');
  expect(failure?.attributes).toEqual({
    message: 'for somebody else: It has to be refused, and it was taken',
    type: 'wrongly-accepted',
  });
  expect(failure?.text).toContain('next: Look at aud.');
  expect(all(suites, 'testsuite').map(({ attributes }) => attributes.name)).toEqual([
    'The tool server',
    'The mcp server',
  ]);
});
