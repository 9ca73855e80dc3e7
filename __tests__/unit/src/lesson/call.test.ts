import type { Hop } from '../../../../src/evidence/hop.ts';
import {
  answerTo,
  callOf,
  callOfStep,
  callSince,
  isFinished,
  newestCall,
  provedCall,
} from '../../../../src/lesson/call.ts';
import type { Happening, SessionEvent } from '../../../../src/lesson/events.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../../../../src/lesson/state.ts';

const WAY = ['you', 'stack', 'mcp', 'tool'];
const LEGS = [
  ['you', 'stack', 'X-LlamaStack-Provider-Data api_key'],
  ['stack', 'mcp', '_meta.api_key'],
  ['mcp', 'tool', 'Authorization: Bearer'],
] as const;

function hop(traceId: string, from: string, to: string, more: Partial<Hop> = {}): Hop {
  return {
    id: `${traceId}-${to}`,
    traceId,
    from,
    to,
    at: 1,
    request: `to ${to}`,
    carrier: 'header',
    seenBy: 'receiver',
    credential: { text: 'some-api-key', print: '0123456789ab' },
    exchange: { request: { method: 'GET', url: 'http://localhost/', headers: {} } },
    ...more,
  };
}

const answered = (status: string, ok: boolean): Pick<Hop, 'answer'> => ({
  answer: { status, ok, text: '', tookMs: 1 },
});

/** The events of a call in the order in which they come: all requests first, then the answers from the tool back. */
function callEvents(traceId: string, tool: Pick<Hop, 'answer'>): Happening[] {
  const opened = LEGS.map(([from, to, carrier]) => hop(traceId, from, to, { carrier }));
  const closed = LEGS.map(([from, to, carrier]) =>
    hop(traceId, from, to, {
      carrier,
      ...(to === 'tool' ? tool : answered('200', true)),
    }),
  ).reverse();
  return [...opened, ...closed].map((each) => ({ type: 'hop' as const, hop: each }));
}

const fold = (happenings: readonly Happening[], from = INITIAL_STATE): SessionState =>
  happenings.reduce((state, happening) => reduce(state, { ...happening, at: 0 } as SessionEvent), from);

const REFUSED = callEvents('a'.repeat(32), answered('401', false));
const ANSWERED = callEvents('b'.repeat(32), answered('200', true));

/** A step that made this call, and where it is said, how it ended. */
const step = (id: string, traceId: string, ended?: 'done' | 'failed'): Happening[] => [
  { type: 'step-started', step: id, purpose: 'prove' },
  { type: 'call', step: id, traceId },
  ...(ended ? [{ type: 'step-ended' as const, step: id, status: ended, proved: '', tookMs: 1 }] : []),
];
const STARTED: Happening = {
  type: 'session-started',
  schema: 'tutorial-tui/events@2',
  version: '0',
  node: '20',
  chapters: [{ id: 'calls', title: 'Calls', way: ['you'], steps: ['3a', '3b'].map((id) => ({ id, title: id })) }],
  parts: ['tool', 'mcp'],
};
const A = 'a'.repeat(32);
const B = 'b'.repeat(32);

test('a call is finished when every part on the way has answered', () => {
  expect(isFinished(callOf(fold(REFUSED.slice(0, -1)), A, WAY))).toBe(false);
  const call = callOf(fold(REFUSED), A, WAY);
  expect(isFinished(call)).toBe(true);
  expect(call.hops.map(({ to }) => to)).toEqual(['stack', 'mcp', 'tool']);
});

test('the newest call is the newest that reached the stack server, whatever became of it', () => {
  const cutShort: Happening = { type: 'hop', hop: hop('c'.repeat(32), 'you', 'stack', { at: 7 }) };
  const state = fold([...REFUSED, ...ANSWERED, cutShort]);
  expect(callSince(state, 0, WAY)?.traceId).toBe('c'.repeat(32));
  expect(callSince(state, 7, WAY)?.traceId).toBe('c'.repeat(32));
  expect(callSince(state, 8, WAY)).toBeUndefined();
});

test('the call of a step is the one it made this time; at the next try it is one from before', () => {
  const state = fold([STARTED, ...ANSWERED, ...step('3b', B, 'done')]);
  expect(provedCall(state, '3b', WAY)?.traceId).toBe(B);
  for (const again of [
    { type: 'step-started', step: '3b', purpose: 'prove' },
    { type: 'verifying', step: '3b' },
  ] as const) {
    const retried = fold([again], state);
    expect(callOfStep(retried, '3b', WAY)).toBeUndefined();
    expect(provedCall(retried, '3b', WAY)).toBeUndefined();
    expect(retried.steps[1]).toMatchObject({ call: undefined, earlierCall: B });
  }
});

test('the call of a step that failed is its call, and proves nothing', () => {
  const state = fold([STARTED, ...ANSWERED, ...step('3b', B, 'failed')]);
  expect(callOfStep(state, '3b', WAY)?.traceId).toBe(B);
  expect(provedCall(state, '3b', WAY)).toBeUndefined();
});

test('what a step has made is looked at, not forgotten, when its checks begin', () => {
  const state = fold([STARTED, ...step('3b', B), { type: 'verifying', step: '3b' }]);
  expect(callOfStep(state, '3b', WAY)?.traceId).toBe(B);
});

test('only the log lines of the call itself stand beside it', () => {
  const line = (text: string, traceId?: string): Happening => ({
    type: 'log',
    line: { part: 'tool', at: 0, text, ...(traceId && { traceId }) },
  });
  const state = fold([...REFUSED, line('mine', 'a'.repeat(32)), line('another call', 'c'.repeat(32)), line('no call')]);
  expect(callOf(state, A, WAY).log.map(({ text }) => text)).toEqual(['mine']);
});

test('however long the lab runs, hops and log lines stay bounded', () => {
  const hops = Array.from({ length: 1_000 }, (_, index) => ({
    type: 'hop' as const,
    hop: hop(`t${index}`, 'you', 'stack'),
  }));
  const lines = Array.from({ length: 2_000 }, () => ({
    type: 'log' as const,
    line: { part: 'mcp' as const, at: 0, text: 'x' },
  }));
  const toolLines = lines.map(({ line }) => ({ type: 'log' as const, line: { ...line, part: 'tool' as const } }));
  const own: Happening = { type: 'log', line: { part: 'tool', at: 0, text: 'of the call', traceId: A } };
  const state = fold([STARTED, own, ...REFUSED, ...step('3a', A, 'done'), ...hops, ...lines, ...toolLines]);
  expect(state.hops.length).toBeLessThanOrEqual(300);
  expect(state.logs.mcp?.length).toBeLessThanOrEqual(500);
  expect(state.logs.tool?.length).toBeLessThanOrEqual(500);
  // What a step rests on is kept, whatever comes after it.
  const kept = provedCall(state, '3a', WAY);
  expect(kept && isFinished(kept)).toBe(true);
  expect(kept?.log.map(({ text }) => text)).toEqual(['of the call']);
});

test('what is asked beside the calls is none of them, whatever its trace and its time', () => {
  const aside = (trace: string, to: string): Happening => ({
    type: 'hop',
    hop: { ...hop(trace, 'you', to, answered('200', true)), id: `beside ${trace}`, aside: true },
  });
  const state = fold([...REFUSED, aside(B, 'stack'), aside(A, 'mcp')]);
  expect(newestCall(state, WAY)?.traceId).toBe(A);
  expect(callOf(state, A, WAY).hops.map(({ aside: is }) => is)).toEqual([undefined, undefined, undefined]);
});

test('the calls of what was sent before are kept whole, however many others come', () => {
  const traces = ['c', 'd', 'e'].map((letter) => letter.repeat(32));
  const sent = traces.flatMap((traceId): Happening[] => [
    { type: 'step-started', step: '3b', purpose: 'prove' },
    { type: 'submitted', step: '3b', values: {} },
    { type: 'call', step: '3b', traceId },
    ...callEvents(traceId, answered('401', false)),
  ]);
  const others = Array.from({ length: 500 }, (_, index) => callEvents(`x${index}`, answered('200', true))).flat();
  const state = fold([STARTED, ...sent, ...others]);
  expect(state.steps.find(({ id }) => id === '3b')?.submissions.map(({ call }) => call)).toEqual(traces);
  for (const trace of traces) expect(isFinished(callOf(state, trace, WAY))).toBe(true);
});

test('many hops of one leg push out none of another', () => {
  const aside: Happening = { type: 'hop', hop: { ...hop('login', 'you', 'identity'), aside: true } };
  const hops = Array.from({ length: 1_000 }, (_, index) => ({
    type: 'hop' as const,
    hop: hop(`t${index}`, 'you', 'stack'),
  }));
  const state = fold([STARTED, aside, ...hops]);
  expect(state.hops.length).toBe(300);
  expect(state.hops.map(({ traceId }) => traceId)).toEqual(expect.arrayContaining(['login', 't999']));
  expect(state.hops.some(({ traceId }) => traceId === 't0')).toBe(false);
});

test('what the tool answered to a token is what it answered to that very one, not to another of the same claims', () => {
  const token = { header: {}, claims: { sub: 'alan' } };
  const [one, another] = ['1'.repeat(12), '2'.repeat(12)].map((print) => ({ text: 'eyJ...', print, token }));
  const toolHops = (
    [
      [A, one, '200'],
      [B, another, '401'],
    ] as const
  ).map(
    ([trace, credential, status]): Happening => ({
      type: 'hop',
      hop: hop(trace, 'mcp', 'tool', { ...(credential && { credential }), ...answered(status, status === '200') }),
    }),
  );
  const answers = (state: SessionState) => [one, another].map((each) => each && answerTo(state, each, 'tool')?.status);
  expect(answers(fold(toolHops))).toEqual(['200', '401']);
  expect(answers(fold(toolHops.slice(0, 1)))).toEqual(['200', undefined]);
});

describe('the tokens of a session', () => {
  const issued = (name: string, jti: string): Happening => ({
    type: 'token',
    name,
    print: jti.padStart(12, '0'),
    token: { header: {}, claims: { jti } },
  });
  const namesOf = ({ tokens }: SessionState) =>
    Object.entries(tokens).map(([name, { print, token }]) => [name, print, token.claims.jti]);

  test('have names; a newer one takes the place of its own name alone', () => {
    const state = fold([issued('user', '1'), issued('exchanged', '2'), issued('user', '3')]);
    expect(namesOf(state)).toEqual([
      ['exchanged', '000000000002', '2'],
      ['user', '000000000003', '3'],
    ]);
  });

  test('stay bounded, the newest kept', () => {
    const state = fold(Array.from({ length: 1_000 }, (_, index) => issued(`t${index}`, String(index))));
    expect(namesOf(state).length).toBeLessThanOrEqual(50);
    expect(namesOf(state).at(-1)?.[0]).toBe('t999');
  });
});
