import { newTraceId, traceIdOf, traceparent } from '../../../../src/evidence/traceparent.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

test('a traceparent is one of version 00, of the trace that was asked for, with a parent of its own each time', () => {
  const [one, other] = [traceparent(TRACE), traceparent(TRACE)];
  expect(one).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
  expect(one).not.toBe(other);
  expect(traceIdOf(one)).toBe(TRACE);
  expect(newTraceId()).toMatch(/^[0-9a-f]{32}$/);
});

test.each([
  ['missing', undefined],
  ['a list', [`00-${TRACE}-${PARENT}-01`]],
  ['without flags', `00-${TRACE}-${PARENT}`],
  ['with something behind it', `00-${TRACE}-${PARENT}-01-x`],
  ['with something before it', `x00-${TRACE}-${PARENT}-01`],
  ['in capitals', `00-${TRACE.toUpperCase()}-${PARENT}-01`],
  ['of another version', `01-${TRACE}-${PARENT}-01`],
])('what is no traceparent names no trace: %s', (_, header) => {
  expect(traceIdOf(header)).toBeUndefined();
});
