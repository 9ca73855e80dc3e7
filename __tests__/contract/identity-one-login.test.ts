import { isAmiss } from '../../services/identity/findings.ts';
import { inspectByToken } from '../../services/identity/inspect-by-token.ts';
import { KEYCLOAK } from '../../services/identity/keycloak/dialect.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { REALM } from '../../steps/propagation/realm.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.part.close());
beforeEach(() => embedded.hops.splice(0));

async function inspect(password: string) {
  const issuer = `${embedded.part.url}/realms/demo`;
  const user = { username: USERNAME, password: new Secret(password), generated: false };
  return inspectByToken({
    plan: REALM,
    dialect: KEYCLOAK,
    secrets: {},
    issuer,
    user,
    signal: new AbortController().signal,
  });
}

/** The logins that the provider was asked for, by its own account of what reached it. */
function logins(): (string | undefined)[] {
  const answered = embedded.hops.filter(({ answer }) => answer);
  return answered
    .filter(({ exchange }) => exchange.request.body?.includes('username='))
    .map(({ answer }) => answer?.status);
}

test('a look proves all that the lesson needs with one login, whose token serves whoever comes later', async () => {
  const { findings, issuer, login } = await inspect(PASSWORD);
  expect(findings.filter(({ state }) => state !== 'present')).toEqual([]);
  expect(issuer).toBe(`${embedded.part.url}/realms/demo`);
  expect('token' in login && login.token).toMatchObject({
    header: { alg: 'RS256' },
    claims: { aud: 'my-external-tool', azp: 'llama-stack' },
    refreshToken: expect.any(Secret),
    scope: expect.stringContaining('tool-audience'),
  });
  expect(logins()).toEqual(['200']);
});

test('a wrong password is tried once', async () => {
  const { findings, login } = await inspect('wrong');
  expect(findings.filter(isAmiss).map(({ id }) => id)).toEqual(['password']);
  expect('refused' in login && login.refused.exitCode).toBe(4);
  expect(logins()).toHaveLength(1);
});
