import type { Hop } from '../../../../src/evidence/hop.ts';
import type { SessionEvent } from '../../../../src/lesson/events.ts';
import type { ExchangeExhibit, Exhibit } from '../../../../src/lesson/exhibit.ts';
import { INITIAL_STATE, reduce, type SessionState } from '../../../../src/lesson/state.ts';
import { propagation } from '../../../../steps/propagation/index.ts';
import { AT, done, fold, happened, STARTED } from '../../../components/fixture.ts';

/** What chapter 1 shows of what is asked beside the calls. */
function hop(id: string, from: string, to: string, request: string, more: Partial<Hop> = {}): Hop {
  return {
    id,
    from,
    to,
    request,
    seenBy: 'receiver',
    at: AT,
    carrier: '',
    credential: { text: '', print: '' },
    exchange: { request: { method: 'POST', url: 'http://localhost/', headers: {} } },
    aside: true,
    ...more,
  };
}
const form = (body: string): Partial<Hop> => ({
  aside: undefined,
  exchange: { request: { method: 'POST', url: 'http://localhost/token', headers: {}, body } },
});
const TOKEN = 'POST /realms/demo/protocol/openid-connect/token';
const LOGIN = hop('login', 'you', 'identity', TOKEN, form('grant_type=password&username=alan&password=***'));
const ASKED: readonly Hop[] = [
  hop('older', 'you', 'identity', TOKEN, form('grant_type=password&username=alan&password=***')),
  LOGIN,
  hop('nobody', 'you', 'identity', TOKEN, form('grant_type=password&client_id=my-external-tool')),
  hop('refresh', 'you', 'identity', TOKEN, form('grant_type=refresh_token&refresh_token=***')),
  hop('page', 'browser', 'identity', 'POST /login', form('username=alan&password=***')),
  hop('discovery', 'tool', 'identity', 'GET /realms/demo/.well-known/openid-configuration'),
  hop('keys', 'tool', 'identity', 'GET /realms/demo/protocol/openid-connect/certs'),
  hop('tools', 'you', 'mcp', 'tools/list'),
  hop('registration', 'you', 'stack', 'POST /v1/toolgroups', { traceId: 'a'.repeat(32) }),
  hop('list', 'stack', 'mcp', 'tools/list', { traceId: 'a'.repeat(32) }),
  hop('list of another', 'stack', 'mcp', 'tools/list', { traceId: 'b'.repeat(32) }),
  hop('call', 'you', 'stack', 'POST /v1/tool-runtime/invoke', { aside: undefined }),
];

const exchangesOf = (step: string, state: SessionState): readonly ExchangeExhibit[] =>
  (propagation.steps.find(({ id }) => id === step)?.exhibits?.(state) ?? []).filter(
    (each: Exhibit): each is ExchangeExhibit => each.kind === 'exchange',
  );
const told = (hops: readonly Hop[]) => hops.map((each) => ({ type: 'hop', hop: each }) as const);

test.each([
  ['1a', ['login']],
  ['1b', ['discovery', 'keys']],
  ['1c', ['tools']],
  ['2b', ['registration', 'list']],
])('step %s shows what was told of it: %s', (step, ids) => {
  const exhibits = exchangesOf(step, fold([STARTED, ...told(ASKED), ...done(step)]));
  expect(exhibits.map(({ hop: shown }) => shown?.id)).toEqual(ids);
  expect(new Set(exhibits.map(({ title }) => title)).size).toBe(ids.length);
});

test.each([
  ['1a', ['login']],
  ['1b', ['discovery', 'keys']],
  ['1c', ['tools']],
  ['2b', ['registration', 'list']],
])('what is asked again after step %s is not shown as its own, and before it neither', (step, ids) => {
  const [started, ...rest] = done(step);
  const at = (ms: number) => (hop: Hop) => ({ ...hop, id: `${hop.id}${ms === 0 ? '' : ` at ${ms}`}`, at: AT + ms });
  const inTime = (ms: number, happenings: Parameters<typeof happened>[0]) =>
    happened(happenings).map((event) => ({ ...event, at: AT + ms }));
  const events = [
    ...inTime(-20, [STARTED, ...told(ASKED.map(at(-10)))]),
    ...inTime(-5, started ? [started] : []),
    ...inTime(0, told(ASKED.map(at(0)))),
    ...inTime(5, rest),
    ...inTime(10, told(ASKED.map(at(10)))),
  ];
  const idsIn = (all: readonly SessionEvent[]) =>
    exchangesOf(step, all.reduce(reduce, INITIAL_STATE)).map(({ hop: shown }) => shown?.id);
  expect(idsIn(events)).toEqual(ids);
  // Where the step is repeated, what it did this time.
  const again = [...inTime(10, started ? [started] : []), ...inTime(15, rest)];
  expect(idsIn([...events, ...again])).toEqual(ids.map((id) => `${id} at 10`));
  // Where somebody did it by hand, and has it looked at.
  const verifying = inTime(12, [{ type: 'verifying', step }]);
  expect(idsIn([...events, ...verifying])).toEqual(ids.map((id) => `${id} at 10`));
});

test.each([
  ['1a', 1],
  ['1b', 2],
  ['1c', 1],
  ['2b', 2],
])('what nobody told of step %s is said to be unseen, once it is done', (step, count) => {
  expect(exchangesOf(step, fold([STARTED]))).toEqual([]);
  const exhibits = exchangesOf(step, fold([STARTED, ...done(step)]));
  expect(exhibits).toHaveLength(count);
  for (const { exchange, hop: shown, unseen } of exhibits)
    expect([exchange, shown, unseen]).toEqual([
      undefined,
      undefined,
      expect.stringMatching(/^Nobody has told of it: /),
    ]);
});

test('before the session has started there is nothing', () => {
  for (const step of ['1a', '1b', '1c', '2b']) expect(exchangesOf(step, INITIAL_STATE)).toEqual([]);
});
