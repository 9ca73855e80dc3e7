import { OpenCall } from '../../../../../services/part/tap/open-call.ts';
import { SseSessions } from '../../../../../services/part/tap/sessions.ts';
import type { Hop } from '../../../../../src/evidence/hop.ts';
import { newSalt, printer } from '../../../../../src/evidence/print.ts';

const ENDPOINT = '/messages/?session_id=1';
const CALL = {
  from: 'stack',
  to: 'mcp',
  request: 'tools/call f()',
  carrier: '_meta.api_key',
  credential: '',
  exchange: { method: 'POST', url: 'http://localhost/', headers: [] },
};

test('a session waits for so many calls, and for none once its stream is over', () => {
  const hops: Hop[] = [];
  const reporter = { hop: (hop: Hop) => void hops.push(hop), log: () => {}, print: printer(newSalt()) };
  const call = new OpenCall(CALL, reporter);
  const sessions = new SseSessions();
  expect(sessions.waits(ENDPOINT, 0, call)).toBe(false);
  sessions.opened(ENDPOINT);
  const waits = Array.from({ length: 1_001 }, (_, id) => sessions.waits(ENDPOINT, id, call));
  expect([waits.filter(Boolean).length, waits.at(-1)]).toEqual([1_000, false]);
  // One that is answered makes room, and is answered once.
  expect([sessions.answeredBy(ENDPOINT, 7), sessions.answeredBy(ENDPOINT, 7)]).toEqual([call, undefined]);
  expect(sessions.waits(ENDPOINT, 1_001, call)).toBe(true);
  sessions.closed(ENDPOINT, 'the stream ended', performance.now());
  expect(hops.at(-1)?.answer).toMatchObject({ status: 'no answer', ok: false, text: 'the stream ended' });
  expect([sessions.answeredBy(ENDPOINT, 8), sessions.waits(ENDPOINT, 8, call)]).toEqual([undefined, false]);
});
