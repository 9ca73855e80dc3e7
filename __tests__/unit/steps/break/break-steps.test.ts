import { keycloakEndpoints } from '../../../../services/identity/keycloak/paths.ts';
import type { Happening } from '../../../../src/lesson/events.ts';
import type { StepContext } from '../../../../src/lesson/step.ts';
import { tableWidth } from '../../../../src/screen/exhibits/table.ts';
import { breakIt } from '../../../../steps/break/index.ts';
import type { CourseLab } from '../../../../steps/course-lab.ts';
import { type Stop, stoppedAt } from '../../../broken-calls.ts';
import {
  ANSWERED,
  type CallFixture,
  callHops,
  fold,
  proved,
  REFUSED,
  SHOWN_TOKEN,
} from '../../../components/fixture.ts';
import { courseLab } from '../../../course-lab.ts';

/** A realm as a Keycloak has it: it offers more algorithms than the tool takes, and HS256 among them. */
const ISSUER = 'http://localhost:8080/realms/demo';
const ENDPOINTS = { ...keycloakEndpoints(ISSUER), algorithms: ['HS256', 'RS256', 'none'] };
const OTHER_ISSUER = 'http://localhost:9080/realms/demo';
const STOPPED = stoppedAt({ issuer: ISSUER, otherIssuer: OTHER_ISSUER, expiry: Number(SHOWN_TOKEN.claims.exp) });

const stepOf = (id: string) => {
  const step = breakIt.steps.find((each) => each.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
};

const AUDIENCES: Readonly<Record<string, string | undefined>> = {
  '2.3': undefined,
  '2.4': 'other-tool',
  '2.14': 'other-tool',
};

const ISSUERS: Readonly<Record<string, string>> = {
  '2.10': 'http://127.0.0.1:8080/realms/demo',
  '2.11': OTHER_ISSUER,
};

/** The call of a step, as its parts saw it. */
function callOf(id: string, { check, words }: Stop, trace = id.replace('.', '').padEnd(32, 'c')): CallFixture & Stop {
  const { aud: _, ...claims } = SHOWN_TOKEN.claims;
  const aud = id in AUDIENCES ? AUDIENCES[id] : 'my-external-tool';
  const iss = ISSUERS[id] ?? ISSUER;
  const token = { ...SHOWN_TOKEN, claims: { ...claims, iss, ...(aud && { aud }) } };
  const ok = words === 'Hello, world!';
  return { ...(ok ? ANSWERED : REFUSED), trace, credential: 'eyJ...', token, ok, text: words, log: [], check, words };
}

function hopsOf(call: CallFixture & Stop): Happening[] {
  const made = ['form', 'issuer'].map((id) => ({ id, passed: true, saw: '' }));
  const checks = call.check === undefined ? made : [...made, { id: call.check, passed: false, saw: '' }];
  return callHops(call).map((each) =>
    each.type === 'hop' && each.hop.to === 'tool' && each.hop.answer
      ? { ...each, hop: { ...each.hop, answer: { ...each.hop.answer, checks } } }
      : each,
  );
}

const started: Happening = {
  type: 'session-started',
  schema: 'tutorial-tui/events@2',
  version: '1',
  node: '20',
  chapters: [
    {
      id: 'break',
      title: 'Break it',
      way: [...breakIt.way],
      steps: breakIt.steps.map(({ id, title }) => ({ id, title })),
    },
  ],
  parts: ['identity', 'tool', 'mcp', 'stack'],
};

function contextOf(happened: readonly Happening[]): StepContext<CourseLab> {
  const state = fold([started, ...happened]);
  return {
    lab: courseLab({
      issuer: ISSUER,
      endpoints: ENDPOINTS,
      isReady: () => true,
      inspection: { findings: [], issuer: ISSUER, login: { untried: 'not of this test' } },
      running: () => ({ kind: 'bundled', reports: true }),
    }),
    signal: new AbortController().signal,
    watched: false,
    since: 0,
    state: () => state,
    progress: () => {},
    tell: () => {},
  };
}

/** What each of the step's checks says of the call. */
async function verdictsOf(
  id: string,
  call: CallFixture & Stop,
  before: readonly Happening[] = [],
): Promise<Readonly<Record<string, boolean>>> {
  const context = contextOf([...before, ...hopsOf(call)]);
  const made = { traceId: call.trace, result: { content: '', error_code: call.ok ? 0 : 1 } };
  const looks = stepOf(id).checks.map(async (check) => [check.id, (await check.look(context, made)).passed] as const);
  return Object.fromEntries(await Promise.all(looks));
}

const ROWS = Object.entries(STOPPED);

test('the references have a row for each thing that is broken', () => {
  const broken = breakIt.steps.map(({ id }) => id).filter((id) => id !== '2.13');
  expect(broken).toEqual([...Object.keys(STOPPED), '2.15', '2.16']);
});

describe.each(ROWS)('step %s', (id, stop) => {
  test('is proved by the check and the words of the original', async () => {
    expect(await verdictsOf(id, callOf(id, stop))).toMatchObject({ decision: true, words: true });
  });

  test('is not proved where another check stops the token', async () => {
    expect(await verdictsOf(id, callOf(id, { ...stop, check: 'not-before' }))).toMatchObject({ decision: false });
  });

  test('is not proved where one word is another', async () => {
    expect(await verdictsOf(id, callOf(id, { ...stop, words: `${stop.words}!` }))).toMatchObject({ words: false });
  });
});

test('where the step has one type what the lab cannot see, its verdict says so', async () => {
  const nextOf = async (id: string) => (await stepOf(id).checks[0]?.look(contextOf([])))?.next;
  expect(await nextOf('2.14')).toContain('stands beside the lab’s own');
  expect(await nextOf('2.4')).not.toContain('stands beside the lab’s own');
});

test('another issuer is the one that is meant where its key has the name of ours', async () => {
  const stop = { check: 'issuer', words: STOPPED['2.11']?.words ?? '' };
  const { kid } = SHOWN_TOKEN.header;
  const call = callOf('2.11', stop);
  const ours: Happening = { type: 'token', name: 'user', print: 'a1b2c3d4e5f6', token: SHOWN_TOKEN };
  expect(await verdictsOf('2.11', call, [ours])).toEqual({ decision: true, words: true, 'same-kid': true });
  const renamed = { ...SHOWN_TOKEN, header: { ...SHOWN_TOKEN.header, kid: `${kid}2` } };
  expect(await verdictsOf('2.11', call, [{ ...ours, token: renamed }])).toMatchObject({ 'same-kid': false });
});

test('the deputy is confused where the token is for somebody else, and the tool does not look', async () => {
  const stop = { check: undefined, words: 'Hello, world!' };
  expect(await verdictsOf('2.14', callOf('2.14', stop))).toMatchObject({ 'for-somebody-else': true });
  const ours = { ...callOf('2.14', stop), token: SHOWN_TOKEN };
  expect(await verdictsOf('2.14', ours)).toMatchObject({ 'for-somebody-else': false });
  const looked = callOf('2.14', { check: 'audience', words: stop.words });
  expect(await verdictsOf('2.14', looked)).toMatchObject({ 'for-somebody-else': false });
});

test('is not proved by a yes where a no is expected, nor the other way round', async () => {
  const yes = { check: undefined, words: 'Hello, world!' };
  expect(await verdictsOf('2.2', callOf('2.2', yes))).toEqual({ decision: false, words: false });
  const no = { check: undefined, words: 'Missing Authorization header' };
  expect(await verdictsOf('2.1', callOf('2.1', no))).toEqual({ decision: false, words: false });
});

const provedBy = (id: string, stop: Stop): Happening[] => {
  const call = callOf(id, stop);
  return [...hopsOf(call), ...proved(id, call, 'as it should be')];
};
const ALL = ROWS.flatMap(([id, stop]) => provedBy(id, stop));

describe('the table', () => {
  const lastStep = stepOf('2.15');
  const verdicts = async (happened: readonly Happening[]) =>
    Promise.all(lastStep.checks.map(async ({ look }) => (await look(contextOf(happened))).passed));
  const done: Happening[] = [
    { type: 'step-started', step: '2.15', purpose: 'prove' },
    { type: 'step-ended', step: '2.15', status: 'done', proved: '', tookMs: 1 },
  ];

  test('is proved by all calls, and without that of a realm that lacks the other tool', async () => {
    expect(await verdicts(ALL)).toEqual([true, true]);
    expect(await verdicts(ROWS.flatMap(([id, stop]) => (id === '2.4' ? [] : provedBy(id, stop))))).toEqual([
      true,
      true,
    ]);
  });

  test('is not proved where a call is missing, or was answered that should not have been', async () => {
    const without = ROWS.flatMap(([id, stop]) => (id === '2.5' ? [] : provedBy(id, stop)));
    expect(await verdicts(without)).toEqual([false, true]);
    const yes = { check: undefined, words: 'Hello, world!' };
    const answered = ROWS.flatMap(([id, stop]) => provedBy(id, id === '2.5' ? yes : stop));
    expect(await verdicts(answered)).toEqual([false, true]);
  });

  test('has a row a call, from what was answered; it sums the chapter up when its step is done', () => {
    const state = fold([started, ...ALL, ...done]);
    const [table] = lastStep.exhibits?.(state) ?? [];
    expect(table).toMatchObject({
      kind: 'table',
      heads: ['what is broken', 'said no', 'at its check', 'in whose words'],
    });
    const cells = table?.kind === 'table' ? table.rows.map((row) => row.cells.slice(1)) : [];
    expect(cells).toEqual(
      ROWS.map(([, { check, words }]) => [
        words === 'Hello, world!' ? 'nobody' : 'tool',
        check ?? '–',
        words.replace('Unauthorized token: Token validation failed: ', ''),
      ]),
    );
    expect(breakIt.exhibits?.(state).map(({ kind, concludes }) => [kind, concludes])).toEqual([
      ['call', undefined],
      ['table', true],
    ]);
    expect(breakIt.exhibits?.(fold([started, ...ALL])).map(({ kind }) => kind)).toEqual(['call']);
  });

  test('has what was predicted beside what was so, in short; nothing where nothing was', () => {
    const said = [
      { step: '2.3', choice: 2, text: 'at the audience: a name is missing', right: true },
      { step: '2.5', choice: 0, text: 'at none: the claims are in order', right: false },
    ];
    const predictions = said.map((each) => ({ type: 'prediction', ...each }) as const);
    const [table] = lastStep.exhibits?.(fold([started, ...predictions, ...ALL, ...done])) ?? [];
    const rows = table?.kind === 'table' ? table.rows.map(({ cells }) => cells) : [];
    expect(table).toMatchObject({ heads: ['what is broken', 'you said', 'said no', 'at its check', 'in whose words'] });
    expect(Object.fromEntries(rows.map(([broken, ...others]) => [broken, others.slice(0, 3)]))).toMatchObject({
      'no scope, so no aud': [{ said: 'at the audience', right: true }, 'tool', 'audience'],
      'one byte of the claims': [{ said: 'at none', right: false }, 'tool', 'signature'],
      nothing: ['', 'nobody', '–'],
    });
  });

  test('has room for what can be said, at 80 columns, all but the words', () => {
    const longest = breakIt.steps.flatMap(({ id, prediction }) => {
      const choices = prediction?.choices.map((text, choice) => ({
        choice,
        text,
        length: text.split(':')[0]?.length ?? 0,
      }));
      const [first] = choices?.toSorted((a, b) => b.length - a.length) ?? [];
      return first
        ? [{ type: 'prediction', step: id, choice: first.choice, text: first.text, right: false } as const]
        : [];
    });
    const [table] = lastStep.exhibits?.(fold([started, ...longest, ...ALL, ...done])) ?? [];
    expect(table?.kind === 'table' && tableWidth(table)).toBeLessThanOrEqual(80);
  });
});
