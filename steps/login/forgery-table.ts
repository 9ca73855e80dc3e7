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
    const wrong = isOurs ? 'a state that this program never sent' : `the name of another issuer: ${iss}`;
    return [{ ok: false, cells: [isOurs ? 'state' : 'iss', callback.answer.status, wrong] }];
  });
  if (rows.length < 2) return [];
  return [{ kind: 'table', title: 'What was forged', heads: ['wrong', 'answer', 'what it had'], rows }];
}
