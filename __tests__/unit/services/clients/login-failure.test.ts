import { loginFailure } from '../../../../services/clients/login-failure.ts';

/** What is advised where Keycloak 26 refuses a login: the words are its own. */
const refused = (error: string, description?: string) =>
  loginFailure(new Error('refused'), 'http://localhost:8080/realms/demo', {
    url: 'http://localhost:8080/realms/demo/protocol/openid-connect/token',
    status: 400,
    body: JSON.stringify({ error, ...(description !== undefined && { error_description: description }) }),
  });

test.each([
  ['invalid_grant', 'Invalid user credentials', 'USER_PASSWORD'],
  ['invalid_grant', 'Account is not fully set up', 'Required user actions: remove all'],
  ['invalid_grant', 'Account disabled', 'Enabled: On'],
  ['invalid_grant', 'Session not active', 'Log in again'],
  ['invalid_grant', 'Token is not active', 'new login'],
  ['invalid_client', 'Invalid client or Invalid client credentials', 'where it is not, Create client'],
  ['unauthorized_client', 'Invalid client or Invalid client credentials', 'Client authentication: Off'],
  ['unauthorized_client', 'Client not allowed for direct access grants', 'Direct access grants: On'],
  ['invalid_client', 'Client requires user consent', 'Consent required: Off'],
  ['invalid_request', 'DPoP proof is missing', 'Require DPoP bound tokens: Off'],
  ['invalid_request', 'HTTPS required', 'loopback only'],
  ['invalid_scope', 'Invalid scopes: tool-audience', 'Add client scope'],
  ['invalid_scope', undefined, 'Add client scope'],
  ['Realm does not exist', undefined, 'Create realm'],
])('%s, %s', (error, description, advice) => {
  expect(refused(error, description)).toMatchObject({
    kind: 'login-refused',
    message: expect.stringContaining(description ?? error),
    why: expect.any(String),
    next: expect.stringContaining(advice),
  });
});

test('who asks for consent is not told to make the client', () => {
  expect(refused('invalid_client', 'Client requires user consent').next).not.toContain('Create');
});

test('words that nobody knows are given as they are, with no advice', () => {
  expect(refused('invalid_grant', 'AADSTS50126')).toMatchObject({
    message: 'The identity provider refused the login: AADSTS50126 (invalid_grant).',
    why: undefined,
    next: undefined,
  });
});

test('who is no Keycloak is not explained by the console of one', () => {
  const failure = loginFailure(new Error('refused'), 'http://localhost:5556/dex', {
    url: 'http://localhost:5556/dex/token',
    status: 401,
    body: JSON.stringify({ error: 'invalid_client', error_description: 'Invalid client credentials.' }),
  });
  expect([failure.message, failure.next]).toEqual([
    'The identity provider refused the login: Invalid client credentials. (invalid_client).',
    undefined,
  ]);
});
