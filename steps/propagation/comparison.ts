import type { Hop } from '../../src/evidence/hop.ts';
import { claimText, type ShownToken } from '../../src/evidence/shown-token.ts';
import { type Call, decidingHop, provedCall } from '../../src/lesson/call.ts';
import type { ColumnsExhibit, ColumnsRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { SPOKEN_CLAIMS } from './claims.ts';
import { contentText, toolResult } from './tool-result.ts';
import { WAY } from './way.ts';

/** The unauthorized and the authorized call beside each other; nothing while one of their steps is not proved. */
export function comparison(state: SessionState): readonly ColumnsExhibit[] {
  const refused = provedCall(state, '3a', WAY);
  const answered = provedCall(state, '3b', WAY);
  if (!refused || !answered) return [];
  const row = (label: string, side: (call: Call) => readonly string[]): ColumnsRow => ({
    label,
    sides: [side(refused), side(answered)],
  });
  return [
    {
      kind: 'columns',
      title: 'The unauthorized and the authorized call, side by side',
      heads: [
        { text: 'UNAUTHORIZED', ok: false },
        { text: 'AUTHORIZED', ok: true },
      ],
      rows: [
        row('request', ({ hops }) => [hops[0]?.request ?? '', `api_key ${hops[0]?.credential.text || '(none)'}`]),
        row('hops', ({ hops }) => hops.map(hopLine)),
        row('tool log', ({ log }) => (log.length > 0 ? log.map(({ text }) => text) : ['(none told)'])),
        row('result', (call) => {
          const result = toolResult(call);
          return result ? [`error_code ${result.error_code}`, contentText(result)] : ['(none)'];
        }),
        row('claims', claimsOf),
      ],
      conclusion: { label: 'what made the difference', text: differenceOf(answered) },
    },
  ];
}

/** What the credential said that the tool was shown; where it was refused all the same, why. */
function claimsOf(call: Call): readonly string[] {
  const decided = decidingHop(call);
  const credential = decided?.credential.text || 'nothing';
  if (!decided?.credential.token) return [`none: ${credential} is not a token`];
  return [...claimLines(decided.credential.token), ...(decided.answer?.ok ? [] : [`refused: ${decided.answer?.text}`])];
}

/** `stack → mcp  _meta.api_key  isError: true` */
function hopLine({ from, to, carrier, answer }: Hop): string {
  return `${from} → ${to}: ${carrier}; ${answer?.status ?? 'no answer yet'}`;
}

function claimLines({ claims }: ShownToken): readonly string[] {
  return SPOKEN_CLAIMS.filter((name) => name in claims).map((name) => `${name} ${claimText(name, claims[name])}`);
}

/** The claims that the tool looks at, of the call that it answered. */
function differenceOf(answered: Call): string {
  const claims = decidingHop(answered)?.credential.token?.claims ?? {};
  const claim = (name: string) => (name in claims ? claimText(name, claims[name]) : '(unknown)');
  return `a signature by ${claim('iss')} and aud ${claim('aud')}`;
}
