import type { Hop } from '../../src/evidence/hop.ts';
import { claimText, type ShownToken } from '../../src/evidence/shown-token.ts';
import { type Call, decidingHop, legsOfCall, provedCall } from '../../src/lesson/call.ts';
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
        row('request', ({ hops }) => [hops[0]?.request ?? '']),
        row('way', ({ hops }) => hops.map(({ from, to, carrier }) => `${from} → ${to}: ${carrier}`)),
        row(credentialName(answered), ({ hops }) => [hops[0]?.credential.text || '(none)']),
        row('checks', (call) => checksOf(call)),
        row('answers', (call) =>
          legsOfCall(call).map(({ to, hop }) => `${to}: ${hop ? (hop.answer?.status ?? 'no answer yet') : 'not seen'}`),
        ),
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

/** As the tutorial calls the credential, where it travels as the tutorial has it. */
function credentialName({ hops }: Call): string {
  return hops[0] && !hops[0].carrier.includes('api_key') ? 'token' : 'api_key';
}

/** The hop that tells most of the credential: the tool's or, where that was not seen, the last one that was. */
function tellingHop(call: Call): Hop | undefined {
  return decidingHop(call) ?? call.hops.at(-1);
}

/** What the credential said that the tool was shown; where it was refused all the same, why. */
function claimsOf(call: Call): readonly string[] {
  const decided = tellingHop(call);
  const credential = decided?.credential.text || 'nothing';
  if (!decided?.credential.token) return [`none: ${credential} is not a token`];
  return [...claimLines(decided.credential.token), ...(decided.answer?.ok ? [] : [`refused: ${decided.answer?.text}`])];
}

/** What the tool looked at, up to the check that stopped it. */
function checksOf(call: Call): readonly string[] {
  const checks = decidingHop(call)?.answer?.checks ?? [];
  if (checks.length === 0) return ['(not told)'];
  const passed = checks.filter((check) => check.passed).map(({ id }) => id);
  const stopped = checks.filter((check) => !check.passed).map(({ id, saw }) => `✗ ${id}: ${saw}`);
  return [...(passed.length > 0 ? [`✓ ${passed.join(', ')}`] : []), ...stopped];
}

function claimLines({ claims }: ShownToken): readonly string[] {
  return SPOKEN_CLAIMS.filter((name) => name in claims).map((name) => `${name} ${claimText(name, claims[name])}`);
}

/** The claims that the tool looks at, of the call that it answered. */
function differenceOf(answered: Call): string {
  const claims = tellingHop(answered)?.credential.token?.claims ?? {};
  const claim = (name: string) => (name in claims ? claimText(name, claims[name]) : '(unknown)');
  return `a signature by ${claim('iss')} and aud ${claim('aud')}`;
}
