import type { Hop } from '../../src/evidence/hop.ts';
import type { Call } from '../../src/lesson/call.ts';
import type { TableExhibit, TableRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { loginOfStep } from './login-exhibit.ts';

/** The logins of a step that makes several: each begins where the browser is handed an address. */
export function loginsIn({ hops }: Pick<Call, 'hops'>): readonly (readonly Hop[])[] {
  const begins = hops.flatMap(({ to }, at) => (to === 'browser' ? [at] : []));
  return begins.map((at, index) => hops.slice(at, begins[index + 1]));
}

/** Whether the page that asks for consent was shown. */
export function wasAsked(login: readonly Hop[]): boolean {
  return login.some(({ to, exchange }) => to === 'identity' && exchange.request.url.includes('/login-actions/consent'));
}

/** What was asked and answered in each of the logins; nothing before all are there. */
export function consentTable(state: SessionState, step: string): readonly TableExhibit[] {
  const call = loginOfStep(state, step);
  const logins = call ? loginsIn(call) : [];
  if (logins.length < 3) return [];
  const rows = logins.map((login, at): TableRow => {
    const brought = login.find(({ to }) => to === 'you');
    const gotToken = login.some(({ from, to, answer }) => from === 'you' && to === 'identity' && answer?.ok);
    const came = [brought?.carrier.replace('query ', '') ?? 'nothing', gotToken ? 'and a token for it' : ''];
    return { cells: [ORDINALS[at] ?? '', answered(login), came.filter(Boolean).join(', ')], ok: gotToken };
  });
  return [
    {
      kind: 'table',
      title: 'What was asked, and what came of it',
      heads: ['login', 'consent', 'what came back'],
      rows,
    },
  ];
}

const ORDINALS = ['first', 'second', 'third'];

/**
 * What the user said, as the callback tells it (RFC 6749, section 4.1.2.1). Whether the page came is seen of a walk, and asked for in the address
 * that a browser is given.
 */
function answered(login: readonly Hop[]): string {
  const carrier = login.find(({ to }) => to === 'you')?.carrier;
  if (carrier === 'query error access_denied') return 'asked: No';
  if (carrier !== 'query code') return 'not known';
  return wasAsked(login) || demandsConsent(login) ? 'asked: Yes' : 'not asked';
}

function demandsConsent([first]: readonly Hop[]): boolean {
  const url = first?.exchange.request.url ?? '';
  return URL.canParse(url) && new URL(url).searchParams.get('prompt') === 'consent';
}
