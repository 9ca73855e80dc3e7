import { LoginTraces } from '../../../../services/lab/login-traces.ts';
import { hopOf } from '../../../../src/evidence/hop.ts';
import { newSalt, printer } from '../../../../src/evidence/print.ts';

const print = printer(newSalt());

/** A hop at a time, of whoever asked. */
function hopAt(at: number, from = 'browser') {
  const exchange = { method: 'GET', url: 'http://localhost/', headers: [] };
  const seen = {
    from,
    to: 'identity',
    seenBy: 'receiver',
    request: 'GET /',
    carrier: '',
    credential: '',
    exchange,
  } as const;
  return { ...hopOf({ ...seen, traceId: 'its own' }, print).arrived, at };
}

test('what a browser did belongs to the login that it happened in, however late it is told', () => {
  let now = 100;
  const traces = new LoginTraces(() => now);
  const end = traces.begin('first');
  now = 200;
  end();
  now = 210;
  traces.begin('second');
  now = 300;
  const traceOf = (at: number) => traces.traced(hopAt(at)).traceId;
  expect([99, 100, 200, 205, 210, 9_999].map(traceOf)).toEqual([
    'its own',
    'first',
    'first',
    'its own',
    'second',
    'second',
  ]);
});

test('nobody else is taken for a browser', () => {
  const traces = new LoginTraces(() => 0);
  traces.begin('first');
  expect(traces.traced(hopAt(1, 'you')).traceId).toBe('its own');
});
