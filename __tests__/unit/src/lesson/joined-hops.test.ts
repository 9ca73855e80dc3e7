import type { Hop } from '../../../../src/evidence/hop.ts';
import { callOf, callSince, decidingHop, isFinished, legsOfCall, unseenParties } from '../../../../src/lesson/call.ts';
import type { Happening, SessionEvent } from '../../../../src/lesson/events.ts';
import { callIdOf, hopsOfCall, joinedHops } from '../../../../src/lesson/joined-hops.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../../../../src/lesson/state.ts';

const WAY = ['you', 'stack', 'mcp', 'tool'];
const TRACE = 'a'.repeat(32);
const [MINE, OTHER] = ['1'.repeat(12), '2'.repeat(12)];

/** A hop from its beginning to its end, in milliseconds; without an end it is under way. Its id says all that a test asks. */
function hop(id: string, to: string, print: string, [at, end]: readonly [number, number?], traceId?: string): Hop {
  return {
    id,
    ...(traceId && { traceId }),
    from: 'whoever',
    to,
    at,
    seenBy: 'tap',
    request: '',
    carrier: '',
    credential: { text: print && '***', print },
    ...(end !== undefined && { answer: { status: '200', ok: true, text: '', tookMs: end - at } }),
    exchange: { request: { method: 'POST', url: 'http://localhost/', headers: {} } },
  };
}

/** A call that three parties tell of without a trace: each hop within the one before. */
const call = (name: string, print: string, at: number, end: number) => [
  hop(`${name}-stack`, 'stack', print, [at, end]),
  hop(`${name}-mcp`, 'mcp', print, [at + 100, end - 100]),
  hop(`${name}-tool`, 'tool', print, [at + 200, end - 200]),
];
const namesOf = (all: readonly Hop[], callId: string) => hopsOfCall(all, callId, WAY).map(({ id }) => id);
const whole = (name: string) => [`${name}-stack`, `${name}-mcp`, `${name}-tool`];

test('a call is what its trace says, and nothing else that happened meanwhile with the same token', () => {
  const traced = ['stack', 'mcp', 'tool'].map((to, index) => hop(to, to, MINE, [index, 1_000], TRACE));
  const others = [hop('more', 'tool', MINE, [500, 600]), hop('else', 'mcp', MINE, [500, 600], 'b'.repeat(32))];
  expect(namesOf([...others, ...traced].toReversed(), TRACE)).toEqual(['stack', 'mcp', 'tool']);
});

test('without a trace it is known by the id of its first hop, and put together by print and time', () => {
  const all = call('one', MINE, 0, 1_000);
  expect(all.map(callIdOf)).toEqual(whole('one'));
  expect(namesOf(all.toReversed(), 'one-stack')).toEqual(whole('one'));
});

test('two calls at the same time with different tokens do not mix', () => {
  const all = [...call('one', MINE, 0, 1_000), ...call('two', OTHER, 10, 1_010)];
  expect(['one', 'two'].map((name) => namesOf(all, `${name}-stack`))).toEqual([whole('one'), whole('two')]);
});

test('the same token twice in sequence makes two calls', () => {
  const all = [...call('one', MINE, 0, 1_000), ...call('two', MINE, 1_100, 2_100)];
  expect(['one', 'two'].map((name) => namesOf(all, `${name}-stack`))).toEqual([whole('one'), whole('two')]);
});

const joinedIds = (all: readonly Hop[], callId: string) => {
  const { hops, ambiguous } = joinedHops(all, callId, WAY);
  return { ids: hops.map(({ id }) => id), ambiguous };
};

test('the same token at the same time: what may be of either call is of neither, and that is said', () => {
  const all = [...call('one', MINE, 0, 1_000), ...call('two', MINE, 10, 1_010)];
  for (const name of ['one', 'two']) {
    expect(joinedIds(all, `${name}-stack`)).toEqual({ ids: [`${name}-stack`], ambiguous: ['mcp', 'tool'] });
    const made = callOf(fold(all.map(told)), `${name}-stack`, WAY);
    expect([decidingHop(made), isFinished(made)]).toEqual([undefined, false]);
    expect(legsOfCall(made).map(({ to, hop: seen, note }) => `${to} ${seen?.id} ${note}`)).toEqual([
      `stack ${name}-stack undefined`,
      'mcp undefined not seen: calls with equal credentials at once',
      'tool undefined not seen: calls with equal credentials at once',
    ]);
  }
});

test('the same token at the same time: what only one of the calls can have asked is that one’s', () => {
  const calls = [hop('long-stack', 'stack', MINE, [0, 2_000]), hop('short-stack', 'stack', MINE, [300, 1_200])];
  const later = hop('later-mcp', 'mcp', MINE, [1_500, 1_600]);
  expect(joinedIds([...calls, later], 'short-stack')).toEqual({ ids: ['short-stack'], ambiguous: [] });
  expect(joinedIds([...calls, later], 'long-stack')).toEqual({ ids: ['long-stack', 'later-mcp'], ambiguous: [] });
  const either = hop('either-mcp', 'mcp', MINE, [400, 500]);
  expect(joinedIds([...calls, either, later], 'short-stack')).toEqual({ ids: ['short-stack'], ambiguous: ['mcp'] });
});

test('calls with the same token one right after the other are told apart, however short they are', () => {
  const all = [0, 4, 8].flatMap((at) => [
    hop(`${at}-stack`, 'stack', MINE, [at, at + 4]),
    hop(`${at}-mcp`, 'mcp', MINE, [at + 1, at + 3]),
  ]);
  for (const at of [0, 4, 8])
    expect(joinedIds(all, `${at}-stack`)).toEqual({ ids: [`${at}-stack`, `${at}-mcp`], ambiguous: [] });
});

test('what a trace joins to another call is nobody else’s, though it has the same token at the same time', () => {
  const traced = ['stack', 'mcp', 'tool'].map((to) => hop(`traced-${to}`, to, MINE, [100, 900], TRACE));
  const all = [...call('bare', MINE, 0, 1_000), ...traced];
  expect(joinedIds(all, 'bare-stack')).toEqual({ ids: whole('bare'), ambiguous: [] });
});

test('a call whose party never answered is not under way for ever', () => {
  const dead = hop('dead-stack', 'stack', MINE, [0]);
  const at = (ms: number) => [dead, ...call('one', MINE, ms, ms + 1_000)];
  expect(joinedIds(at(1_000), 'one-stack').ambiguous).toEqual(['mcp', 'tool']);
  expect(joinedIds(at(200_000), 'one-stack')).toEqual({ ids: whole('one'), ambiguous: [] });
});

test('what a part had not answered when it ended is not under way any more, and what it had is as it was', () => {
  const dead = hop('dead-stack', 'stack', MINE, [0]);
  const isOver = (status: 'failed' | 'off' | 'ready', part = 'stack'): Happening => ({
    type: 'part',
    state: { part, status },
  });
  const ambiguous = (...between: readonly Happening[]) => {
    const happenings = [told(dead), ...between, ...call('one', MINE, 1_000, 2_000).map(told)];
    const state = happenings.reduce(
      (before, each) => reduce(before, { ...each, at: 500 } as SessionEvent),
      INITIAL_STATE,
    );
    return callOf(state, 'one-stack', WAY).ambiguous;
  };
  expect(ambiguous()).toEqual(['mcp', 'tool']);
  expect([ambiguous(isOver('failed')), ambiguous(isOver('off'), isOver('ready'))]).toEqual([[], []]);
  expect(ambiguous(isOver('ready'), isOver('failed', 'mcp'))).toEqual(['mcp', 'tool']);
});

test('it is said of each hop that no trace joins, and of no other', () => {
  const notes = (hops: readonly Hop[], callId: string) =>
    legsOfCall(callOf(fold(hops.map(told)), callId, WAY)).map(({ to, note }) => `${to} ${note}`);
  expect(notes(call('one', MINE, 0, 1_000), 'one-stack')).toEqual([
    'stack undefined',
    'mcp put together by its print',
    'tool put together by its print',
  ]);
  const [stack, mcp, tool] = call('one', MINE, 0, 1_000).map((each) => ({ ...each, traceId: TRACE }));
  if (!stack || !mcp || !tool) throw new Error('three hops');
  expect(notes([stack, mcp, tool], TRACE)).toEqual(['stack undefined', 'mcp undefined', 'tool undefined']);
  const own = { traceId: 'c'.repeat(32) };
  expect(notes([stack, { ...mcp, ...own }, { ...tool, ...own }], TRACE)).toEqual([
    'stack undefined',
    'mcp put together by its print',
    'tool undefined',
  ]);
});

test('a call that has its own trace neither takes what belongs to another, nor gives it', () => {
  const traced = [hop('stack', 'stack', MINE, [0, 500], TRACE), hop('mcp', 'mcp', MINE, [100, 400], TRACE)];
  const bare = hop('bare', 'stack', MINE, [0, 1_000]);
  expect(namesOf([...traced, bare], 'bare')).toEqual(['bare']);
  expect(namesOf([...traced, bare, hop('of-bare', 'mcp', MINE, [100, 400])], 'bare')).toEqual(['bare', 'of-bare']);
});

test('a party that asks twice in one call is seen twice, in the order in which it asked', () => {
  const all = [
    hop('stack', 'stack', MINE, [0, 1_000]),
    hop('a', 'mcp', MINE, [100, 200]),
    hop('b', 'mcp', MINE, [300, 600]),
    hop('b-first', 'tool', MINE, [350, 400]),
    hop('b-second', 'tool', MINE, [450, 500]),
  ];
  const ids = ['stack', 'a', 'b', 'b-first', 'b-second'];
  expect([namesOf(all, 'stack'), namesOf(all.toReversed(), 'stack')]).toEqual([ids, ids]);
});

test('of two calls under way that went on once, neither is taken to have gone on', () => {
  const made = [hop('first', 'stack', MINE, [0]), hop('second', 'stack', MINE, [10])];
  const onward = hop('onward', 'mcp', MINE, [100]);
  for (const all of [
    [...made, onward],
    [onward, ...made.toReversed()],
  ])
    for (const id of ['first', 'second']) expect(joinedIds(all, id)).toEqual({ ids: [id], ambiguous: ['mcp'] });
});

test('a hop without a credential is part of a call without one, and of no other', () => {
  const bare = call('bare', '', 0, 1_000);
  expect(namesOf(bare, 'bare-stack')).toEqual(whole('bare'));
  expect(namesOf([...call('one', MINE, 0, 1_000).slice(0, 1), ...bare.slice(1)], 'one-stack')).toEqual(['one-stack']);
});

test('what happened before a hop, or ended after it, is not part of it; a little of each is, for two parties saw them', () => {
  const outer = hop('stack', 'stack', MINE, [1_000, 2_000]);
  const joins = (at: number, end?: number) =>
    namesOf([outer, hop('mcp', 'mcp', MINE, [at, end])], 'stack').length === 2;
  expect([joins(900, 1_500), joins(2_100, 2_200), joins(1_500, 2_500), joins(2_100)]).toEqual([
    false,
    false,
    false,
    false,
  ]);
  expect([joins(990, 1_500), joins(1_500, 2_010), joins(1_500)]).toEqual([true, true, true]);
});

test('a party that begins a trace of its own is joined with all of that, and with what was logged in it', () => {
  const hops = [
    hop('stack', 'stack', MINE, [0, 1_000], TRACE),
    hop('mcp', 'mcp', MINE, [100, 900], 'c'.repeat(32)),
    hop('tool', 'tool', MINE, [200, 800], 'c'.repeat(32)),
  ];
  const line = (traceId: string): Happening => ({ type: 'log', line: { part: 'tool', at: 0, text: traceId, traceId } });
  const state = fold([...hops.map((each) => told(each)), line('c'.repeat(32)), line('d'.repeat(32))]);
  const joined = callOf(state, TRACE, WAY);
  expect([isFinished(joined), joined.hops.map(({ id }) => id)]).toEqual([true, ['stack', 'mcp', 'tool']]);
  expect(joined.log.map(({ text }) => text)).toEqual(['c'.repeat(32)]);
});

test('a party nobody tells of leaves its place empty, and what comes after it is joined all the same', () => {
  const all = call('one', MINE, 0, 1_000).filter(({ to }) => to !== 'mcp');
  expect(namesOf(all, 'one-stack')).toEqual(['one-stack', 'one-tool']);
});

test('of a call that is over it is known whom nobody saw asked; of one that is not, nothing is said', () => {
  const unseen = (all: readonly Hop[], id = 'one-stack') => unseenParties(callOf(fold(all.map(told)), id, WAY));
  const whole = call('one', MINE, 0, 1_000);
  expect(unseen(whole)).toEqual([]);
  expect(unseen(whole.filter(({ to }) => to !== 'mcp'))).toEqual(['mcp']);
  expect(unseen(whole.slice(0, 1))).toEqual(['mcp', 'tool']);
  expect(unseen([...whole, ...call('two', MINE, 10, 1_010)])).toEqual(['mcp', 'tool']);
  expect(unseen([hop('one-stack', 'stack', MINE, [0])])).toEqual([]);
});

test('the newest call is found by its first hop, and stays whole however many others come', () => {
  const first = fold(call('one', MINE, 0, 1_000).map(told));
  expect(callSince(first, 0, WAY)?.traceId).toBe('one-stack');
  const started: Happening = {
    type: 'session-started',
    schema: 'tutorial-tui/events@2',
    version: '0',
    node: '20',
    chapters: [{ id: 'c', title: 'C', way: WAY, steps: [{ id: 's', title: 'S' }] }],
    parts: ['tool'],
  };
  const made: Happening = { type: 'call', step: 's', traceId: 'one-stack' };
  const others = Array.from({ length: 500 }, (_, index) => told(hop(`x${index}`, 'mcp', OTHER, [index, index + 1])));
  const state = fold([started, made, ...call('one', MINE, 0, 1_000).map(told), ...others]);
  expect(state.hops.length).toBeLessThanOrEqual(300);
  expect(callOf(state, 'one-stack', WAY).hops.map(({ id }) => id)).toEqual(whole('one'));
});

function told(each: Hop): Happening {
  return { type: 'hop', hop: each };
}

function fold(happenings: readonly Happening[]): SessionState {
  return happenings.reduce((state, each) => reduce(state, { ...each, at: 0 } as SessionEvent), INITIAL_STATE);
}

describe('a way on which somebody is asked, and the one who asked goes on', () => {
  const DETOUR = ['you', 'stack', 'mcp', 'identity', 'mcp', 'tool'];
  const main = ['stack', 'mcp', 'tool'].map((to, index) => hop(to, to, MINE, [index, 1_000], TRACE));
  const asked = (id: string, from: string, seenBy: Hop['seenBy']) => ({
    ...hop(id, 'identity', MINE, [10, 20], TRACE),
    from,
    seenBy,
  });
  const idsOf = (all: readonly Hop[]) => hopsOfCall(all, TRACE, DETOUR).map(({ id }) => id);

  test('has what was asked between the legs of the call; what others ask there meanwhile is no part of it', () => {
    const all = [...main, asked('exchange', 'mcp', 'sender'), asked('keys', 'tool', 'receiver')];
    expect(idsOf(all)).toEqual(['stack', 'mcp', 'exchange', 'tool']);
  });

  test('of what both ends tell, the one who asked is heard', () => {
    expect(idsOf([...main, asked('there', 'mcp', 'receiver'), asked('here', 'mcp', 'sender')])).toContain('here');
    expect(idsOf([...main, asked('there', 'mcp', 'receiver'), asked('here', 'mcp', 'sender')])).not.toContain('there');
    expect(idsOf([...main, asked('there', 'mcp', 'receiver')])).toContain('there');
  });

  test('is gone to its end without it, too', () => {
    const call = { traceId: TRACE, way: DETOUR, hops: main, log: [] };
    expect(isFinished(call)).toBe(true);
    expect(isFinished({ ...call, hops: main.slice(0, 2) })).toBe(false);
  });

  test('joins what has no trace by print and time, as without it', () => {
    const all = [...call('one', MINE, 0, 1_000), { ...hop('login', 'identity', MINE, [300, 400]), from: 'you' }];
    expect(hopsOfCall(all, 'one-stack', DETOUR).map(({ id }) => id)).toEqual(whole('one'));
  });
});
