import { FindingList, isAmiss } from '../../../../services/identity/findings.ts';
import { STANDARD } from '../../../../services/identity/issuer/dialect.ts';
import { CLICKS } from '../../../../services/identity/keycloak/clicks.ts';
import { readClient, readRefusal } from '../../../../services/identity/keycloak/read-refusal.ts';
import { readAudience, readLoggedIn, readUnasked } from '../../../../services/identity/keycloak/read-token.ts';
import { refusedLogin } from '../../../../services/identity/refused-login.ts';
import type { RefusedGrant } from '../../../../services/identity/token-endpoint.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { REALM } from '../../../../steps/propagation/realm.ts';

const refusal = (status: number, error: string, description: string): RefusedGrant => ({
  granted: false,
  status,
  error,
  description,
});

/** What is amiss after a read, with the click. */
function amissAfter(read: (findings: FindingList) => void) {
  const findings = new FindingList({ plan: REALM, username: 'alan', repairable: false, words: CLICKS });
  read(findings);
  return findings.all('').filter(isAmiss);
}

describe('the refusals of Keycloak 26.7.4', () => {
  const invalidClient = refusal(401, 'invalid_client', 'Invalid client or Invalid client credentials');
  const rows: [RefusedGrant, string, RegExp, RegExp][] = [
    [refusal(403, 'access_denied', 'Realm not enabled'), 'realm', /disabled/, /Enabled: On/],
    [
      invalidClient,
      'stack-client',
      /none, or it is disabled/,
      /llama-stack › Enabled: On; where it is not, Clients › Create client/,
    ],
    [
      refusal(401, 'unauthorized_client', 'Invalid client or Invalid client credentials'),
      'stack-client',
      /client authentication is on/,
      /Client authentication: Off/,
    ],
    [
      refusal(400, 'unauthorized_client', 'Client not allowed for direct access grants'),
      'stack-client',
      /direct access grants are off/,
      /Direct access grants: On/,
    ],
    [
      refusal(400, 'invalid_client', 'Client requires user consent'),
      'stack-client',
      /consent/,
      /Consent required: Off/,
    ],
    [
      refusal(400, 'invalid_request', 'DPoP proof is missing'),
      'stack-client',
      /DPoP/,
      /Require DPoP bound tokens: Off/,
    ],
    [refusal(400, 'invalid_request', 'Something new'), 'stack-client', /Something new/, /›/],
    [refusal(400, 'invalid_grant', 'Account disabled'), 'user', /disabled/, /alan › Enabled: On/],
    [
      refusal(400, 'invalid_grant', 'Account is not fully set up'),
      'user-profile',
      /profile is empty, .* not verified .*, an action is required, or the password is temporary/,
      /Email verified: On, Required user actions: remove all › Save; and .* Reset password/,
    ],
    [
      refusal(400, 'invalid_grant', 'Invalid user credentials'),
      'password',
      /no user alan, another password, locked after failed logins, or a one-time code/,
      /Add user .* Temporarily locked: Off, at Credentials for an Otp, .* Reset password/,
    ],
  ];
  test.each(rows)('%p', (answer, id, saw, click) => {
    const found = amissAfter((findings) => readRefusal(answer, 'alan', findings));
    expect(found).toMatchObject([{ id, saw: expect.stringMatching(saw), byHand: expect.stringMatching(click) }]);
    const error = refusedLogin('alan', answer, found);
    expect(error).toMatchObject({ exitCode: 4, why: expect.stringMatching(saw), next: expect.stringMatching(click) });
    expect(error.message).toContain(answer.description);
  });

  const off = refusal(400, 'unauthorized_client', 'Client not allowed for direct access grants');
  test.each([
    ['as it should be', off, undefined],
    ['with flows left on', refusal(401, 'invalid_request', 'Missing parameter: username'), /may log users in/],
    ['missing or disabled', invalidClient, /there is none, or it is disabled/],
    ['confidential', refusal(401, 'unauthorized_client', 'Invalid client or …'), /client authentication is on/],
  ] as const)('of the tool’s client, %s', (_, answer, saw) => {
    const found = amissAfter((findings) => readClient(answer, 'tool', findings));
    expect(found.map((finding) => [finding.id, finding.saw])).toEqual(
      saw ? [['tool-client', expect.stringMatching(saw)]] : [],
    );
  });
});

describe('the token of a login', () => {
  const right = { iss: 'i', sub: 's', azp: 'llama-stack', aud: 'my-external-tool', jti: 'onrtro:1' };
  const rows: [string, string, Record<string, unknown>, [string, RegExp, RegExp][]][] = [
    ['is right', 'RS256', right, []],
    ['is right, by an elliptic curve', 'ES256', right, []],
    ['is signed with a secret', 'HS256', right, [['stack-client', /signed with HS256/, /signature algorithm: RS256/]]],
    [
      'is a lightweight one',
      'RS256',
      { iss: 'i', azp: 'llama-stack', jti: 'onltro:1' },
      [['stack-client', /lightweight/, /lightweight access token: Off/]],
    ],
    ['has no sub', 'RS256', { ...right, sub: undefined }, [['stack-client', /no sub/, /basic › Add › Default/]]],
    ['carries roles', 'RS256', { ...right, realm_access: {} }, [['stack-client', /roles/, /Full scope allowed: Off/]]],
    [
      'is for nobody',
      'RS256',
      { ...right, aud: undefined },
      [['audience-mapper', /no aud/, /Configure a new mapper.*where there is one already.*Add to access token: On/]],
    ],
    [
      'is for another',
      'RS256',
      { ...right, aud: ['other-api'] },
      [['audience-mapper', /names other-api, not my-external-tool/, /Add mapper › By configuration/]],
    ],
    [
      'is no JWT',
      '',
      {},
      [
        ['audience-mapper', /no aud/, /›/],
        ['stack-client', /not a JWT/, /›/],
      ],
    ],
  ];
  test.each(rows)('%s', (_, alg, claims, expected) => {
    const found = amissAfter((findings) => {
      readLoggedIn({ header: { alg }, claims }, 'alan', findings);
      readAudience({ header: { alg }, claims }, findings);
    });
    expect(found).toMatchObject(
      expected.map(([id, saw, click]) => ({
        id,
        saw: expect.stringMatching(saw),
        byHand: expect.stringMatching(click),
      })),
    );
  });

  test.each([
    ['names nobody', undefined, 'profile', undefined],
    ['names the tool, and its scope the lesson’s', 'my-external-tool', 'profile tool-audience', /assigned as Default$/],
    [
      'names the tool, though its scope does not say why',
      'my-external-tool',
      'profile',
      /Default, or .* mapper of its own/,
    ],
  ])('without the scope, %s', (_, aud, scope, saw) => {
    const found = amissAfter((findings) => readUnasked({ header: { alg: 'RS256' }, claims: { aud }, scope }, findings));
    expect(found.map((finding) => [finding.id, finding.saw])).toEqual(
      saw ? [['audience-on-stack', expect.stringMatching(saw)]] : [],
    );
  });
});

test.each([
  ['no JWT', '', {}, /is not a JWT/],
  ['signed with a secret of the provider', 'HS256', { sub: 'grace' }, /signed with HS256/],
  ['about nobody', 'RS256', {}, /no sub/],
  ['as it should be', 'RS256', { sub: 'grace' }, undefined],
])('a token of an issuer of whatever make that is %s', (_, alg, claims, saw) => {
  const found = amissAfter((findings) =>
    STANDARD.readLoggedIn({ header: { alg }, claims, scope: '' }, 'grace', findings),
  );
  expect(found.map((finding) => [finding.id, finding.saw])).toEqual(
    saw ? [['stack-client', expect.stringMatching(saw)]] : [],
  );
});

test('a token in a refusal is not repeated', () => {
  const token = new Secret(`eyJ${'a'.repeat(30)}.eyJ${'b'.repeat(30)}.${'c'.repeat(30)}`).reveal();
  expect(refusedLogin('alan', refusal(400, 'invalid_grant', token), []).message).not.toContain(token);
});
