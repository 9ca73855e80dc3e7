import type { Hop } from '../../../../src/evidence/hop.ts';
import { INITIAL_STATE, type SessionState } from '../../../../src/lesson/state.ts';
import { consentTable } from '../../../../steps/login/consent-table.ts';

const TRACE = 'f'.repeat(32);

/** What is seen of a login: the address that the browser is handed, and what it brings back, if anything. */
function login(prompt: string, carrier?: string): readonly Partial<Hop>[] {
  const url = `http://localhost:8080/realms/demo/protocol/openid-connect/auth?client_id=asking-app${prompt}`;
  const handed = { from: 'you', to: 'browser', exchange: { request: { method: 'GET', url, headers: {} } } };
  return [handed, ...(carrier === undefined ? [] : [{ from: 'browser', to: 'you', carrier }])];
}

function answers(...logins: readonly (readonly Partial<Hop>[])[]): readonly unknown[] {
  const hops = logins.flat().map((hop, at) => ({ ...hop, at, traceId: TRACE })) as unknown as Hop[];
  const steps = [{ id: '4.5', status: 'done', call: TRACE }] as unknown as SessionState['steps'];
  const [table] = consentTable({ ...INITIAL_STATE, hops, steps }, '4.5');
  return table?.rows.map(({ cells }) => cells[1]) ?? [];
}

const ASKING = '&prompt=consent';

test('it tells what the user said, not what was planned', () => {
  const no = login(ASKING, 'query error access_denied');
  const yes = login(ASKING, 'query code');
  const quiet = login('', 'query code');
  expect(answers(no, yes, quiet)).toEqual(['asked: No', 'asked: Yes', 'not asked']);
  expect(answers(yes, no, quiet)).toEqual(['asked: Yes', 'asked: No', 'not asked']);
});

test('where nothing came back, or another error, it is not known', () => {
  const nothing = login(ASKING);
  const other = login(ASKING, 'query error temporarily_unavailable');
  expect(answers(nothing, other, login('', 'query error access_denied'))).toEqual([
    'not known',
    'not known',
    'asked: No',
  ]);
});
