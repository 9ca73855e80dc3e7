import type { Hop } from '../../../../src/evidence/hop.ts';
import type { SessionEvent } from '../../../../src/lesson/events.ts';
import { INITIAL_STATE, reduce } from '../../../../src/lesson/state.ts';
import { usedTwice } from '../../../../steps/repair/used-twice.ts';

const CALL = 'a'.repeat(32);
const AGAIN = 'b'.repeat(32);
const LATER = 'c'.repeat(32);

function toTool(traceId: string, at: number, from = 'mcp'): Hop {
  return {
    id: `${traceId}-tool`,
    traceId,
    from,
    to: 'tool',
    at,
    request: 'GET /',
    carrier: 'Authorization: Bearer',
    seenBy: 'receiver',
    credential: { text: 'eyJ...', print: '0123456789ab' },
    exchange: { request: { method: 'GET', url: 'http://localhost/', headers: {} } },
    answer: { status: '200', ok: true, text: 'Hello, world!', tookMs: 1 },
  };
}
const logged = (traceId: string, text: string): SessionEvent => ({
  type: 'log',
  at: 0,
  line: { part: 'tool', at: 0, text, traceId },
});
const EVENTS: readonly SessionEvent[] = [
  {
    type: 'session-started',
    at: 0,
    schema: 'tutorial-tui/events@2',
    version: '0',
    node: '20',
    chapters: [
      { id: 'repair', title: 'Repair', way: ['you', 'stack', 'mcp', 'tool'], steps: [{ id: '3.1', title: '3.1' }] },
    ],
    parts: ['tool'],
  },
  { type: 'step-started', at: 0, step: '3.1', purpose: 'prove' },
  { type: 'call', at: 0, step: '3.1', traceId: CALL },
  { type: 'hop', at: 1, hop: toTool(CALL, 1) },
  logged(CALL, 'Received access token'),
  { type: 'hop', at: 2, hop: toTool(AGAIN, 2, 'you') },
  logged(AGAIN, 'Received access token'),
];
const shown = (events: readonly SessionEvent[]) => usedTwice(events.reduce(reduce, INITIAL_STATE), '3.1')[0]?.rows;

test('the two uses of the token have the same answer and log', () => {
  const rows = shown(EVENTS) ?? [];
  for (const label of ['token', 'answer', 'tool log']) {
    const [first, second] = rows.find((row) => row.label === label)?.sides ?? [];
    expect(first).toBeDefined();
    expect(second).toEqual(first);
  }
});

test('they stay those two, whoever shows the tool the same token later (as 3.10 does, of which no log is known)', () => {
  const later: SessionEvent = { type: 'hop', at: 3, hop: toTool(LATER, 3, 'you') };
  expect(shown([...EVENTS, later])).toEqual(shown(EVENTS));
});
