import { type Call, callOfStep } from '../../src/lesson/call.ts';
import type { ColumnsExhibit, ColumnsRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { turnsOf } from './model-hops.ts';
import { MODEL_WAY, RESPONSES_WAY } from './way.ts';

/** The tutorial's way and the modern one, row by row; nothing while one of them was not gone. */
export function twoWays(state: SessionState, before: string, after: string): readonly ColumnsExhibit[] {
  const one = callOfStep(state, before, MODEL_WAY);
  const other = callOfStep(state, after, RESPONSES_WAY);
  const isDone = state.steps.some(({ id, status }) => id === after && status === 'done');
  if (!one || !other || !isDone) return [];
  const row = (label: string, of: (call: Call) => string): ColumnsRow => ({ label, sides: [[of(one)], [of(other)]] });
  return [
    {
      kind: 'columns',
      title: 'The tutorial’s way, and that of Llama Stack 0.7',
      heads: [{ text: 'TOOL RUNTIME' }, { text: 'RESPONSES' }],
      rows: [
        row('you ask', ({ hops }) => hops.find(({ to }) => to === 'stack')?.request ?? '–'),
        row('your token', (call) => carrierTo(call, 'stack')),
        row('who asks the model', ({ traceId }) => asker(state, traceId)),
        row('to the model', ({ traceId }) =>
          turnsOf(state, traceId).every(({ credential }) => credential.text === '') ? 'no token' : 'a token',
        ),
        row('to the MCP server', (call) => carrierTo(call, 'mcp')),
        row('to the tool', (call) => carrierTo(call, 'tool')),
        row('the tool', ({ hops }) => hops.find(({ to }) => to === 'tool')?.answer?.status ?? 'not asked'),
      ],
      conclusion: {
        label: 'on both',
        text: 'the model decides and sees no token; the same token still passes a server that it does not name (chapter 3)',
      },
    },
  ];
}

function carrierTo({ hops }: Call, party: string): string {
  return hops.find(({ to }) => to === party)?.carrier ?? '–';
}

function asker(state: SessionState, traceId: string): string {
  const turns = turnsOf(state, traceId);
  return turns.length === 0
    ? 'nobody'
    : `${turns[0]?.from === 'you' ? 'you' : 'the stack server'}; turns: ${turns.length}`;
}
