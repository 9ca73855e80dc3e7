import { INITIAL_STATE, type SessionState } from '../../../../src/lesson/state.ts';
import { tokenComparison } from '../../../../steps/login/token-comparison.ts';

const CLAIMS = { iss: 'http://localhost:8080/realms/demo', aud: 'my-external-tool', sub: 'alan' };

/** What the comparison comes to, where the token of the code has these claims otherwise than that of the password. */
function conclusion(otherwise: Readonly<Record<string, unknown>>): string | undefined {
  const issued = (claims: object) => ({ print: '', token: { header: {}, claims } });
  const tokens = { 'by-password': issued(CLAIMS), 'by-code': issued({ ...CLAIMS, ...otherwise }) };
  const steps = [{ id: '4.3', status: 'done' }] as unknown as SessionState['steps'];
  const state = { ...INITIAL_STATE, tokens, steps } as unknown as SessionState;
  return tokenComparison(state, '4.3')[0]?.conclusion?.text;
}

test('tokens are the same to the tool where iss and aud are, whatever else differs', () => {
  expect(conclusion({ azp: 'terminal-app' })).toMatch(/^the same: iss and aud do not differ/);
});

test.each([
  ['aud', { aud: ['my-external-tool', 'account'] }],
  ['iss', { iss: 'http://127.0.0.1:8080/realms/demo' }],
  ['iss and aud', { iss: 'http://127.0.0.1:8080/realms/demo', aud: 'other-tool' }],
])('where %s differ, that is said', (names, otherwise) => {
  expect(conclusion(otherwise)).toBe(`not the same: ${names} ${names.includes(' ') ? 'differ' : 'differs'}`);
});
