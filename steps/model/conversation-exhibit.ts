import type { TableExhibit, TableRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { conversationOf, decisionWords, type PassedMessage, turnsOf } from './model-hops.ts';

/** Characters of a message that stand in the table; all of it stands in its exchange. */
const SHOWN = 300;

/** The conversation of a step's call, message by message, as it passed the tap before the model. */
export function conversationExhibit(state: SessionState, step: string, title: string): readonly TableExhibit[] {
  const traceId = state.steps.find(({ id }) => id === step)?.call;
  const conversation = conversationOf(turnsOf(state, traceId));
  if (!conversation) return [];
  const { model, tools, messages } = conversation;
  const offer: TableRow = { ok: true, cells: ['you', `(may call ${tools.join(', ') || 'no tool'})`] };
  const [first, ...others] = messages.map((message) => row(message, model));
  return [{ kind: 'table', title, heads: ['who', 'says'], rows: first ? [first, offer, ...others] : [offer] }];
}

function row({ role, content, tool_calls: calls = [] }: PassedMessage, model: string): TableRow {
  const said = [...calls.map((call) => `calls ${decisionWords(call.function)}`), content].filter(Boolean).join(' ');
  const who = role === 'assistant' ? model : role === 'tool' ? 'tool result' : role === 'user' ? 'you' : role;
  return { ok: true, cells: [who, said.length > SHOWN ? `${said.slice(0, SHOWN)} …` : said] };
}
