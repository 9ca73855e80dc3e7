import type { Happening } from '../../../../src/lesson/events.ts';
import { textReport } from '../../../../src/report/formats/text.ts';
import { reportOfSession } from '../../../../src/report/of-session.ts';
import { COURSE } from '../../../../steps/index.ts';
import { propagation } from '../../../../steps/propagation/index.ts';
import { ANSWERED, callHops, done, fold, partReady, SHOWN_TOKEN, STARTED } from '../../../components/fixture.ts';

const CHOSEN = { ...STARTED, chosen: ['0', '1a'] } as Happening;
const WALKTHROUGH = { ...STARTED, mode: 'walkthrough' } as Happening;
const READY = partReady('tool');
const begun = (step: string, purpose: 'prove' | 'set-up' = 'prove'): Happening => ({
  type: 'step-started',
  step,
  purpose,
});
const ended = (step: string, status: 'failed' | 'cancelled'): Happening => ({
  type: 'step-ended',
  step,
  status,
  proved: '',
  tookMs: 1,
});
const verdict = (outcome: 'proved' | 'interrupted' | 'check-failed'): Happening => ({
  type: 'session-ended',
  outcome,
  exitCode: 0,
  proved: 1,
  of: 2,
  tookMs: 1,
});
const report = (happenings: readonly Happening[], goesOn = false) =>
  reportOfSession(fold(happenings), COURSE, { goesOn });

test.each<[string, readonly Happening[], boolean, object]>([
  ['proved', [verdict('proved')], false, { standing: 'ended', tone: 'good', headline: '1 of 2 steps proved' }],
  ['proved, and its lab still runs', [verdict('proved')], true, { standing: 'ended', tone: 'good' }],
  [
    'ended in a step that was cancelled',
    [begun('1a'), ended('1a', 'cancelled'), verdict('interrupted')],
    false,
    { standing: 'ended', tone: 'bad', headline: '1 of 2 steps proved; 1a cancelled' },
  ],
  [
    'ended in a step that failed',
    [begun('1a'), ended('1a', 'failed'), verdict('check-failed')],
    false,
    { tone: 'bad', headline: '1 of 2 steps proved; 1a failed' },
  ],
  [
    'through which somebody walked and left it half-way',
    [WALKTHROUGH, ...done('0'), ...done('1a'), verdict('proved')],
    false,
    { standing: 'ended', tone: 'open', exitCode: 0, headline: '1 of 2 steps proved; left at 1b' },
  ],
  [
    'that was left at a step that failed',
    [WALKTHROUGH, ...done('0'), begun('1a'), ended('1a', 'failed'), verdict('proved')],
    false,
    { tone: 'open', headline: '1 of 2 steps proved; left at 1a, which failed' },
  ],
  [
    'through which somebody walked to its end',
    [WALKTHROUGH, ...propagation.steps.flatMap(({ id }) => done(id)), verdict('proved')],
    false,
    { tone: 'good', headline: '1 of 2 steps proved' },
  ],
  [
    'that goes on',
    [begun('1a')],
    true,
    { standing: 'goes-on', tone: 'open', headline: '1 of 2 steps proved so far; 1a is running' },
  ],
  [
    'that was killed',
    [begun('1a')],
    false,
    { standing: 'broken-off', tone: 'bad', headline: 'Broken off in 1a: 1 of 2 steps proved' },
  ],
])('a run %s', (_, more, goesOn, told) => {
  expect(report([CHOSEN, ...done('0'), ...more], goesOn)).toMatchObject(told);
});

test('a part of a run that was broken off is told of as the record has it at its end', () => {
  const textOf = (...more: readonly Happening[]) => textReport(report([CHOSEN, READY, ...more]));
  expect(textOf()).toMatch(/^Parts, when the record ends\n[\s\S]* · ready$/m);
  expect(textOf(verdict('proved'))).toMatch(/^Parts\n[\s\S]*:10000$/m);
});

test('what another step only stands on is not counted as proved', () => {
  const setUp = done('0').map((each) => (each.type === 'step-started' ? begun('0', 'set-up') : each));
  expect(report([{ ...STARTED, chosen: ['1a'] } as Happening, ...setUp]).headline).toBe(
    'Broken off: 0 of 1 steps proved',
  );
});

test.each<[string, Happening[], boolean, readonly string[]]>([
  ['goes on', [], true, ['running', 'open']],
  ['was killed', [], false, ['broken off', 'bad']],
  ['was cancelled', [ended('1a', 'cancelled')], false, ['cancelled', 'bad']],
])('a step in a run that %s', (_, more, goesOn, [words, tone]) => {
  const { groups } = report([CHOSEN, ...done('0'), begun('1a'), ...more], goesOn);
  const entries = groups.flatMap((group) => group.entries);
  expect(entries.find(({ id }) => id === '1a')).toMatchObject({ words, tone });
  const others = entries.filter(({ id }) => id !== '0' && id !== '1a');
  if (!goesOn) expect(new Set(others.map((entry) => entry.words))).toEqual(new Set(['not asked for']));
});

test('a token is told of once, by the first of its names; of more than any run has, the first are told', () => {
  const issued = (name: string, print: string): Happening => ({ type: 'token', name, print, token: SHOWN_TOKEN });
  const seen = (print: string) =>
    callHops(ANSWERED, { reached: 1 }).map((each): Happening => {
      if (each.type !== 'hop') return each;
      const { hop } = each;
      return { ...each, hop: { ...hop, id: print, credential: { ...hop.credential, print, token: SHOWN_TOKEN } } };
    });
  const names = Array.from({ length: 15 }, (_, at) => `t${at}`);
  const hops = Array.from({ length: 30 }, (_, at) => seen(`t${at}`)).flat();
  const { tokens } = report([STARTED, ...names.map((name) => issued(name, name)), issued('again', 't0'), ...hops]);
  expect(tokens.slice(0, 15).map(({ name }) => name)).toEqual(names);
  expect(tokens.map(({ print }) => print)).toEqual(Array.from({ length: 24 }, (_, at) => `t${at}`));
});

test('where nothing was predicted, nothing is told of what could have been', () => {
  expect(report([STARTED, ...done('0'), ...done('3a')]).predictions).toEqual([]);
});
