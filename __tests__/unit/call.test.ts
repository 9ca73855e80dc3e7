import type { Hop, Party } from '../../services/evidence.ts';
import { contentText, finishedCalls, lastCall, toolResult } from '../../src/lesson/call.ts';
import { comparison } from '../../src/lesson/comparison.ts';
import type { Happening, SessionEvent } from '../../src/lesson/events.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../../src/lesson/state.ts';

const WAY = [
  ['you', 'stack', 'X-LlamaStack-Provider-Data api_key'],
  ['stack', 'mcp', '_meta.api_key'],
  ['mcp', 'tool', 'Authorization: Bearer'],
] as const;

function hop(traceId: string, from: Party, to: Party, more: Partial<Hop> = {}): Hop {
  return {
    id: `${traceId}-${to}`,
    traceId,
    from,
    to,
    at: 1,
    request: `to ${to}`,
    carrier: 'header',
    credential: 'some-api-key',
    exchange: { request: { method: 'GET', url: 'http://localhost/', headers: {} } },
    ...more,
  };
}

const answered = (status: string, ok: boolean): Pick<Hop, 'answer'> => ({
  answer: { status, ok, text: '', tookMs: 1 },
});

/** The events of a call in the order in which they come: all requests first, then the answers from the tool back. */
function callEvents(traceId: string, tool: Pick<Hop, 'answer'>, result: object): Happening[] {
  const exchange = {
    request: { method: 'POST', url: 'http://localhost/', headers: {} },
    response: { status: 200, headers: {}, body: JSON.stringify(result) },
  };
  const opened = WAY.map(([from, to, carrier]) => hop(traceId, from, to, { carrier }));
  const closed = WAY.map(([from, to, carrier]) =>
    hop(traceId, from, to, {
      carrier,
      ...(to === 'tool' ? tool : answered('200', true)),
      ...(to === 'stack' && { exchange }),
    }),
  ).reverse();
  return [...opened, ...closed].map((each) => ({ type: 'hop' as const, hop: each }));
}

const fold = (happenings: readonly Happening[]): SessionState =>
  happenings.reduce((state, happening) => reduce(state, { ...happening, at: 0 } as SessionEvent), INITIAL_STATE);

const REFUSED = callEvents('a'.repeat(32), answered('401', false), {
  content: JSON.stringify({ type: 'text', text: 'no', annotations: null }),
  error_code: 1,
});
const ANSWERED = callEvents('b'.repeat(32), answered('200', true), {
  content: JSON.stringify({ type: 'text', text: 'Hello, world!', annotations: null }),
  error_code: 0,
});

test('a call is finished when every part on the way has answered', () => {
  expect(finishedCalls(fold(REFUSED.slice(0, -1)))).toEqual([]);
  const [call] = finishedCalls(fold(REFUSED));
  expect(call?.hops.map(({ to }) => to)).toEqual(['stack', 'mcp', 'tool']);
});

test('the newest call of a kind is found by what the tool said, whatever came after it', () => {
  const state = fold([...REFUSED, ...ANSWERED]);
  expect(lastCall(state, 'refused')?.traceId).toBe('a'.repeat(32));
  expect(lastCall(state, 'answered')?.traceId).toBe('b'.repeat(32));
  expect(lastCall(fold(REFUSED), 'answered')).toBeUndefined();
});

test('the result is what the stack server answered, its text inside the content', () => {
  const call = lastCall(fold(ANSWERED), 'answered');
  const result = call && toolResult(call);
  expect(result?.error_code).toBe(0);
  expect(result && contentText(result)).toBe('Hello, world!');
});

test('only the log lines of the call itself stand beside it', () => {
  const line = (text: string, traceId?: string): Happening => ({
    type: 'log',
    line: { part: 'tool', at: 0, text, ...(traceId && { traceId }) },
  });
  const state = fold([...REFUSED, line('mine', 'a'.repeat(32)), line('another call', 'c'.repeat(32)), line('no call')]);
  expect(lastCall(state, 'refused')?.toolLog.map(({ text }) => text)).toEqual(['mine']);
});

test('the side by side stands once both calls were made', () => {
  expect(comparison(fold(REFUSED))).toBeUndefined();
  const rows = comparison(fold([...REFUSED, ...ANSWERED]));
  expect(rows?.map(({ label }) => label)).toEqual(['request', 'hops', 'tool log', 'result', 'claims']);
  const result = rows?.find(({ label }) => label === 'result');
  expect(result).toMatchObject({ unauthorized: ['error_code 1', 'no'], authorized: ['error_code 0', 'Hello, world!'] });
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
  const state = fold([...hops, ...lines]);
  expect(state.hops.length).toBeLessThanOrEqual(200);
  expect(state.logs.mcp.length).toBeLessThanOrEqual(500);
});
