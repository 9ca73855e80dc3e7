import type { Hop } from '../evidence/hop.ts';
import type { ShownToken } from '../evidence/shown-token.ts';
import { type Call, contentText, decidingHop, provedCall, toolResult } from './call.ts';
import type { SessionState } from './state.ts';

/** One line of the side by side; each side is a list of paragraphs. */
export interface ComparisonRow {
  readonly label: string;
  readonly unauthorized: readonly string[];
  readonly authorized: readonly string[];
}

/** The claims that the lesson speaks of. The tool decides on iss, aud and exp, and on the signature. */
export const SPOKEN_CLAIMS = ['iss', 'aud', 'azp', 'sub', 'scope', 'exp'] as const;

/** The unauthorized and the authorized call beside each other, or undefined while one of their steps is not proved. */
export function comparison(state: SessionState): readonly ComparisonRow[] | undefined {
  const refused = provedCall(state, '3a');
  const answered = provedCall(state, '3b');
  if (!refused || !answered) return undefined;
  const row = (label: string, side: (call: Call) => readonly string[]): ComparisonRow => ({
    label,
    unauthorized: side(refused),
    authorized: side(answered),
  });
  return [
    row('request', ({ hops }) => [hops[0]?.request ?? '', `api_key ${hops[0]?.credential.text || '(none)'}`]),
    row('hops', ({ hops }) => hops.map(hopLine)),
    row('tool log', ({ log }) => log.map(({ text }) => text)),
    row('result', (call) => {
      const result = toolResult(call);
      return result ? [`error_code ${result.error_code}`, contentText(result)] : ['(none)'];
    }),
    row('claims', claimsOf),
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

/** A claim's value in words. */
export function claimText(name: string, value: unknown): string {
  if (name === 'exp' && typeof value === 'number') return new Date(value * 1000).toISOString();
  return Array.isArray(value) ? value.join(', ') : String(value);
}
