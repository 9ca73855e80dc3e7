import type { Hop } from '../../src/evidence/hop.ts';
import { claimText } from '../../src/evidence/shown-token.ts';
import { type Call, callOfStep, decidingHop } from '../../src/lesson/call.ts';
import type { ColumnsExhibit, ColumnsRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { WAY } from '../propagation/way.ts';

/** What the tool could tell two users of one token by. */
const TELLING = ['sub', 'azp', 'jti'];

/** The call of a step, and the next request after it that showed the tool the same token, as the tool saw them; nothing before there are both. */
export function usesOf(state: SessionState, step: string): { first: Hop; second: Hop; call: Call } | undefined {
  const call = callOfStep(state, step, WAY);
  const first = call && decidingHop(call);
  const second =
    first &&
    state.hops.find(
      ({ to, traceId, credential, at }) =>
        to === 'tool' && traceId !== first.traceId && at >= first.at && credential.print === first.credential.print,
    );
  return call && first && second && { first, second, call };
}

/** Both beside each other, as the tool saw them. */
export function usedTwice(state: SessionState, step: string): readonly ColumnsExhibit[] {
  const uses = usesOf(state, step);
  if (!uses?.second.answer) return [];
  const { first, second, call } = uses;
  const row = (label: string, side: (hop: Hop) => readonly string[]): ColumnsRow => ({
    label,
    sides: [side(first), side(second)],
  });
  return [
    {
      kind: 'columns',
      title: 'One token, used twice, as the tool saw it',
      heads: [{ text: 'THE USER’S CALL' }, { text: 'THE MCP SERVER, ON ITS OWN' }],
      rows: [
        {
          label: 'who wanted it',
          sides: [[call.hops.map(({ from }) => from).join(', then ')], ['nobody but whoever had the token']],
        },
        row('request', ({ request }) => [request]),
        row('token', ({ credential }) => [`${credential.text} with the print ${credential.print}`]),
        ...TELLING.map((name) =>
          row(name, ({ credential }) => [claimText(name, credential.token?.claims[name] ?? 'not there')]),
        ),
        row('answer', ({ answer }) => [`${answer?.status}, ${answer?.text}`]),
        row('tool log', ({ traceId }) => logOf(state, traceId)),
      ],
      conclusion: { label: 'what the tool can tell them apart by', text: 'nothing' },
    },
  ];
}

function logOf({ logs }: SessionState, traceId: string | undefined): readonly string[] {
  const lines = (logs.tool ?? []).filter((line) => traceId !== undefined && line.traceId === traceId);
  return lines.length > 0 ? lines.map(({ text }) => text) : ['(none told)'];
}
