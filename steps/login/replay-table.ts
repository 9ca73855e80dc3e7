import type { Hop } from '../../src/evidence/hop.ts';
import type { Call } from '../../src/lesson/call.ts';
import type { TableExhibit, TableRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { loginOfStep } from './login-exhibit.ts';
import { asksForTokens } from './made-login.ts';

/** What was tried with a code and with what it gave, in this order. */
export function triesIn({
  hops,
}: Pick<Call, 'hops'>): Readonly<Record<'first' | 'second' | 'refresh' | 'tool', Hop | undefined>> {
  const [first, second] = hops.filter((hop) => asksForTokens(hop, 'authorization_code'));
  const refresh = hops.find((hop) => asksForTokens(hop, 'refresh_token'));
  return { first, second, refresh, tool: hops.find(({ to }) => to === 'tool') };
}

const TRIED = {
  first: 'the code, by this program',
  second: 'the same code again',
  refresh: 'the refresh token that it gave',
  tool: 'the access token that it gave',
} as const;

/** The tries of a step, who was asked, and what was said; nothing before the last of them is answered. */
export function replayTable(state: SessionState, step: string): readonly TableExhibit[] {
  const call = loginOfStep(state, step);
  const tries = call && triesIn(call);
  if (!tries?.tool?.answer) return [];
  const rows = Object.entries(TRIED).map(([key, what]): TableRow => {
    const hop = tries[key as keyof typeof TRIED];
    const { ok = false, status = 'no answer', text = '' } = hop?.answer ?? {};
    return { ok, cells: [what, hop?.to ?? '', [status, text].filter(Boolean).join(' · ')] };
  });
  return [
    {
      kind: 'table',
      title: 'What was tried, and what was said',
      heads: ['what was tried', 'at', 'what was said'],
      rows,
    },
  ];
}
