import type { Hop } from '../../src/evidence/hop.ts';
import type { TableExhibit, TableRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { loginsIn } from './consent-table.ts';
import { loginOfStep } from './login-exhibit.ts';

/** What each forged callback had wrong, and what came of it; nothing before both are answered. */
export function forgeryTable(state: SessionState, step: string): readonly TableExhibit[] {
  const call = loginOfStep(state, step);
  const rows = (call ? loginsIn(call) : []).flatMap(([address, callback]): TableRow[] => {
    if (!address || !callback?.answer) return [];
    const iss = new URL(callback.exchange.request.url).searchParams.get('iss') ?? '';
    const isOurs = address.exchange.request.url.startsWith(`${iss}/`);
    const state = statesWords(address, callback);
    const wrong = isOurs ? state : `${iss}, another issuer; ${state}`;
    return [{ ok: false, cells: [isOurs ? 'state' : 'iss', callback.answer.status, wrong] }];
  });
  if (rows.length < 2) return [];
  return [{ kind: 'table', title: 'What was forged', heads: ['wrong', 'answer', 'what it had'], rows }];
}

/** The state that was sent and the one that came, by their prints: they tell whether the two are one, and not what they are. */
function statesWords(address: Hop, callback: Hop): string {
  const [sent, came] = [address, callback].map(({ marks }) => marks?.find(({ name }) => name === 'state')?.print);
  if (sent === came) return `the state that was sent (print ${came})`;
  return `a state never sent (print ${came}; sent was ${sent})`;
}
