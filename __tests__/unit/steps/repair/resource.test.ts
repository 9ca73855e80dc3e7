import type { OwnExchange, SessionState } from '../../../../src/lesson/state.ts';
import { INITIAL_STATE } from '../../../../src/lesson/state.ts';
import type { StepContext } from '../../../../src/lesson/step.ts';
import { resource } from '../../../../steps/repair/3.9-resource.ts';

const answer = (status: number, body: object, aud?: string): OwnExchange => ({
  exchange: {
    request: { method: 'POST', url: 'http://localhost/token', headers: {} },
    response: { status, headers: {}, body: JSON.stringify(body) },
  },
  token: aud === undefined ? undefined : { header: {}, claims: { aud } },
});
const granted = answer(200, { access_token: 'eyJ...' }, 'mcp-server');
const exchanged = answer(200, { access_token: 'eyJ...' }, 'my-external-tool');

function stateWith(exchanges: Readonly<Record<string, OwnExchange>>): SessionState {
  return { ...INITIAL_STATE, steps: [{ id: '3.9', exchanges }] as unknown as SessionState['steps'] };
}
const look = (exchanges: Readonly<Record<string, OwnExchange>>) =>
  resource.checks[0]?.look({ state: () => stateWith(exchanges) } as unknown as StepContext<never>);

test('a Keycloak as it comes passes the URL over', async () => {
  const saw = 'login: aud mcp-server · exchange: aud my-external-tool';
  expect(await look({ login: granted, exchange: exchanged })).toEqual({ passed: true, saw });
});

test('one with the feature resource-indicators refuses the login, and that is seen as well', async () => {
  // docs/references/keycloak-26.md
  const login = answer(400, {
    error: 'invalid_target',
    error_description: 'The requested resource is invalid, missing, unknown, or malformed.',
  });
  const saw = 'login: refused: invalid_target · exchange: aud my-external-tool';
  expect(await look({ login, exchange: exchanged })).toEqual({ passed: true, saw });
  const [table] = resource.exhibits?.(stateWith({ login, exchange: exchanged })) ?? [];
  expect(table).toMatchObject({
    rows: [{ ok: false, cells: [expect.any(String), '400', 'refused: invalid_target'] }, { ok: true }],
  });
});

test.each([
  [{ login: answer(401, { error: 'invalid_grant' }), exchange: exchanged }, 'refused: invalid_grant'],
  [{ login: answer(500, {}), exchange: exchanged }, '{}'],
  [{ exchange: exchanged }, 'not asked'],
])('a login that failed otherwise, or was not made, proves nothing (%#)', async (exchanges, words) => {
  const verdict = await look(exchanges);
  expect(verdict).toMatchObject({ passed: false, saw: expect.stringContaining(words) });
});
