import type { Hop } from '../../../../src/evidence/hop.ts';
import { INITIAL_STATE, type SessionState } from '../../../../src/lesson/state.ts';
import type { StepContext } from '../../../../src/lesson/step.ts';
import { deviceLogin } from '../../../../steps/login/4.8-device.ts';

const TRACE = 'f'.repeat(32);
const GRANT = 'urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code';

function poll(at: number, answer: { readonly ok: boolean; readonly status: string }, error = ''): Hop {
  const exchange = {
    request: { body: `grant_type=${GRANT}` },
    response: { body: error && `{"error":"${error}"}` },
  };
  return { from: 'you', to: 'identity', traceId: TRACE, at, answer, exchange } as unknown as Hop;
}

const PENDING = { ok: false, status: '400' };
const WAITED: readonly Hop[] = [
  poll(1, PENDING, 'authorization_pending'),
  poll(2, PENDING, 'slow_down'),
  poll(3, PENDING, 'authorization_pending'),
  poll(4, PENDING, 'authorization_pending'),
];

/** What the check says of a login, whose last poll is seen a little after all others. */
async function granted(last: Hop): Promise<unknown> {
  let state: SessionState = { ...INITIAL_STATE, hops: WAITED };
  const context = { state: () => state, signal: new AbortController().signal, since: 0, tell: () => {} };
  setTimeout(() => {
    state = { ...state, hops: [...WAITED, last] };
  }, 20);
  const check = deviceLogin.checks.find(({ id }) => id === 'granted');
  return check?.look(context as unknown as StepContext<never>, { traceId: TRACE });
}

test('who takes their time to answer is waited for, however often the device has asked before', async () => {
  expect(await granted(poll(5, { ok: true, status: '200' }))).toEqual({ passed: true, saw: 'identity: 200' });
});
