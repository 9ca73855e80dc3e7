import { chooseIdentity, type IdentityQuestion } from '../../services/identity/choose.ts';
import { judgeSkew, skewByDate } from '../../services/identity/clock.ts';
import { explainIssuers } from '../../services/identity/issuer.ts';
import { adminFromEnvironment } from '../../services/identity/keycloak/admin-login.ts';
import { judge } from '../../services/identity/keycloak/judge.ts';
import type { Snapshot } from '../../services/identity/keycloak/snapshot.ts';
import { FINDING_IDS, type FindingId, type FindingState } from '../../services/identity/provider.ts';
import { Secret } from '../../services/secret.ts';

const ISSUER = 'http://localhost:8080/realms/demo';
const user = { username: 'alan', password: new Secret('demo'), generated: false };
const DISCOVERY = { status: 200, issuer: ISSUER, endpoints: undefined, skew: undefined };
const REALM = {
  realm: 'demo',
  enabled: true,
  sslRequired: 'external',
  verifyEmail: false,
  loginWithEmailAllowed: true,
  registrationEmailAsUsername: false,
  defaultSignatureAlgorithm: 'RS256',
  attributes: {},
};
const USER = {
  id: 'u',
  username: 'alan',
  enabled: true,
  firstName: 'alan',
  lastName: 'alan',
  email: 'alan@alan.com',
  emailVerified: false,
  requiredActions: [],
  attributes: {},
};
const STACK = {
  id: 's',
  clientId: 'llama-stack',
  enabled: true,
  publicClient: true,
  standardFlowEnabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: true,
  fullScopeAllowed: false,
  consentRequired: false,
  attributes: {},
  protocolMappers: [],
};
const REFUSED = { state: 'refused', error: 'invalid_grant', said: 'Invalid user credentials' } as const;

/** A realm in which all is right, as the Admin REST API shows it. */
const RIGHT: Snapshot = {
  realm: REALM,
  namesake: 'demo',
  discovery: DISCOVERY,
  skew: 0,
  user: USER,
  emailOwner: undefined,
  password: 'own',
  otp: false,
  locked: false,
  lacking: [],
  login: { state: 'accepted' },
  tool: {
    ...STACK,
    id: 't',
    clientId: 'my-external-tool',
    standardFlowEnabled: false,
    directAccessGrantsEnabled: false,
  },
  stack: STACK,
  stackScopes: { default: [{ id: 'b', name: 'basic' }], optional: [{ id: 'a', name: 'tool-audience' }] },
  scopes: [
    { id: 'b', name: 'basic', protocol: 'openid-connect', protocolMappers: [] },
    {
      id: 'a',
      name: 'tool-audience',
      protocol: 'openid-connect',
      protocolMappers: [mapper({ 'included.client.audience': 'my-external-tool', 'access.token.claim': 'true' })],
    },
  ],
};

function mapper(config: Record<string, string>, protocolMapper = 'oidc-audience-mapper') {
  return { id: 'm', name: 'tool-audience', protocolMapper, config };
}

function scopes(protocolMappers: ReturnType<typeof mapper>[]): Pick<Snapshot, 'scopes'> {
  return {
    scopes: RIGHT.scopes.map((scope) => (scope.name === 'tool-audience' ? { ...scope, protocolMappers } : scope)),
  };
}

describe('the judgement of a realm', () => {
  const states = (snapshot: Snapshot) => judge(snapshot, ISSUER, user).map(({ id, state }) => [id, state]);

  test('where all is right, all is present, in the order of the tutorial', () => {
    expect(states(RIGHT)).toEqual(FINDING_IDS.map((id) => [id, 'present']));
  });

  const amiss: [string, Partial<Snapshot>, [FindingId, FindingState][]][] = [
    [
      'plain http refused',
      { discovery: { ...DISCOVERY, status: 403, issuer: undefined } },
      [
        ['ssl', 'different'],
        ['issuer', 'unknown'],
      ],
    ],
    ['TLS of all', { realm: { ...REALM, sslRequired: 'all' } }, [['ssl', 'different']]],
    [
      'another issuer',
      { discovery: { ...DISCOVERY, issuer: 'http://keycloak:8080/realms/demo' } },
      [['issuer', 'different']],
    ],
    ['a clock that is ahead', { skew: 120 }, [['clock', 'different']]],
    ['no time told', { skew: undefined }, [['clock', 'unknown']]],
    ['no password', { password: 'none', login: REFUSED }, [['password', 'missing']]],
    ['a login that could not be tried', { login: { state: 'not tried' } }, [['password', 'unknown']]],
    [
      'a mapper of another kind',
      scopes([mapper({}, 'oidc-usermodel-attribute-mapper')]),
      [['audience-mapper', 'missing']],
    ],
    [
      'a mapper that leaves the access token out',
      scopes([mapper({ 'included.client.audience': 'my-external-tool', 'access.token.claim': 'false' })]),
      [['audience-mapper', 'different']],
    ],
    ['a mapper without a client', scopes([mapper({})]), [['audience-mapper', 'different']]],
    [
      'no scopes of its own, as after an import with clientScopes',
      { stackScopes: { ...RIGHT.stackScopes, default: [] } },
      [['stack-client', 'different']],
    ],
  ];
  test.each(amiss)('%s', (_, change, expected) => {
    const found = states({ ...RIGHT, ...change }).filter(([, state]) => state !== 'present');
    expect(found.sort()).toEqual(expected.sort());
  });

  test.each([
    ['an audience written by hand', scopes([mapper({ 'included.custom.audience': 'my-external-tool' })])],
    [
      'a second mapper that is right',
      scopes([mapper({ 'included.client.audience': 'x' }), mapper({ 'included.client.audience': 'my-external-tool' })]),
    ],
    ['Require SSL none', { realm: { ...REALM, sslRequired: 'none' } }],
  ] as [string, Partial<Snapshot>][])('%s will do', (_, change) => {
    expect(states({ ...RIGHT, ...change }).filter(([, state]) => state !== 'present')).toEqual([]);
  });

  test('what cannot be repaired over the Admin REST API says so', () => {
    const fixed = judge(RIGHT, ISSUER, user).filter(({ repairable }) => !repairable);
    expect(fixed.map(({ id }) => id)).toEqual(['clock', 'issuer']);
  });

  test('every finding has a title and a click, and names the user it is about', () => {
    for (const { title, byHand } of judge(RIGHT, ISSUER, { ...user, username: 'grace' }))
      expect([title, byHand]).not.toContain('');
    expect(judge(RIGHT, ISSUER, { ...user, username: 'grace' }).find(({ id }) => id === 'user')?.title).toContain(
      'grace',
    );
  });
});

describe('two issuers that should be one', () => {
  test.each([
    ['http://127.0.0.1:8080/realms/demo', /one machine but two issuers/],
    ['http://keycloak:8080/realms/demo', /only containers know/],
    ['http://host.docker.internal:8080/realms/demo', /only containers know/],
    ['http://sso.example.com:8080/realms/demo', /KC_HOSTNAME/],
    ['http://localhost:8180/realms/demo', /port/],
    ['http://localhost:8080/realms/demo/', /trailing slash/],
    ['https://localhost:8080/realms/demo', /https is not http/],
    ['http://localhost:8080/realms/Demo', /case-sensitive/],
    ['http://localhost:8080/realms/other', /instead of/],
    ['', /instead of/],
  ])('%s', (named, reason) => {
    expect(explainIssuers(ISSUER, named)).toMatch(reason);
  });

  test('are one when they are the same letters', () => {
    expect(explainIssuers(ISSUER, ISSUER)).toBeUndefined();
  });
});

describe('the clocks', () => {
  const now = Date.parse('2026-11-23T12:00:00.700Z');

  test.each([
    ['Mon, 23 Nov 2026 12:00:00 GMT', 0],
    ['Mon, 23 Nov 2026 12:02:00 GMT', 119],
    ['Mon, 23 Nov 2026 11:59:00 GMT', -61],
    ['nonsense', undefined],
    [null, undefined],
  ])('Date: %s', (date, skew) => {
    expect(skewByDate(date, now)).toBe(skew);
  });

  test.each([
    [0, 'present', /same time/],
    [4, 'present', /same time/],
    [90, 'different', /90 s ahead.*before they were issued/],
    [-90, 'different', /90 s behind.*expire early/],
    [undefined, 'unknown', /does not tell/],
  ] as [number | undefined, string, RegExp][])('%p s', (skew, state, saw) => {
    expect(judgeSkew(skew)).toEqual({ state, saw: expect.stringMatching(saw) });
  });
});

describe('--idp', () => {
  const question: IdentityQuestion = {
    wanted: 'auto',
    engine: { state: 'has-image', name: 'Docker 28.2.2' },
    interactive: false,
    admin: false,
    image: 'keycloak:26',
    realm: 'demo',
  };
  const lacking = { state: 'lacks-image', name: 'Podman 5.3.1' } as const;

  test.each([
    [
      'auto, with engine and image',
      {},
      { kind: 'container', why: expect.stringMatching(/Docker 28\.2\.2 has the image/) },
    ],
    [
      'auto, without an engine',
      { engine: { state: 'absent', reasons: [] } },
      { kind: 'embedded', why: 'the embedded one: no container engine answers' },
    ],
    [
      'auto, with an engine that may not be asked',
      {
        engine: { state: 'absent', reasons: ['Docker, unix:///s: this user may not open it', 'Podman, unix:///p: x'] },
      },
      {
        kind: 'embedded',
        why: 'the embedded one: no container engine answers (Docker, unix:///s: this user may not open it; Podman, unix:///p: x)',
      },
    ],
    [
      'auto, with an engine that does not say',
      { engine: { state: 'faulty', name: 'Docker 28.2.2', reason: 'answered 500 locked' }, interactive: true },
      {
        kind: 'embedded',
        why: 'the embedded one: Docker 28.2.2 does not say whether it has the image keycloak:26 (answered 500 locked)',
      },
    ],
    [
      'auto, without the image, alone',
      { engine: lacking },
      { kind: 'embedded', why: expect.stringMatching(/does not have the image.*--idp container pulls it/) },
    ],
    [
      'auto, without the image, with a person',
      { engine: lacking, interactive: true },
      { kind: 'ask', why: expect.stringMatching(/Podman 5\.3\.1/) },
    ],
    [
      'auto, without an engine, with a person',
      { engine: { state: 'absent', reasons: [] }, interactive: true },
      { kind: 'embedded', why: expect.anything() },
    ],
    ['embedded', { wanted: 'embedded' }, { kind: 'embedded', why: expect.stringMatching(/as asked/) }],
    [
      'container',
      { wanted: 'container', engine: lacking },
      { kind: 'container', why: expect.stringMatching(/as asked/) },
    ],
    [
      'a Keycloak, with its admin',
      { wanted: 'http://host:8080/', admin: true },
      { kind: 'existing', access: 'admin', baseUrl: 'http://host:8080', why: expect.anything() },
    ],
    [
      'a Keycloak, without its admin',
      { wanted: 'http://host:8080' },
      {
        kind: 'existing',
        access: 'read-only',
        issuer: 'http://host:8080/realms/demo',
        why: expect.stringMatching(/KC_BOOTSTRAP/),
      },
    ],
    [
      'an issuer, even with an admin',
      { wanted: 'https://sso.example.com/auth/realms/other', admin: true },
      {
        kind: 'existing',
        access: 'read-only',
        issuer: 'https://sso.example.com/auth/realms/other',
        why: expect.anything(),
      },
    ],
  ] as [string, Partial<IdentityQuestion>, object][])('%s', (_, change, choice) => {
    expect(chooseIdentity({ ...question, ...change })).toEqual(choice);
  });

  test.each(['keycloak', 'ftp://host', '', 'http://admin:secret@host:8080'])('%p is a mistake in usage', (wanted) => {
    expect(() => chooseIdentity({ ...question, wanted })).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  test('credentials in a URL are not repeated', () => {
    expect(() => chooseIdentity({ ...question, wanted: 'http://admin:secret@host' })).toThrow(/^((?!secret).)*$/);
  });
});

test.each([
  [{ KC_BOOTSTRAP_ADMIN_USERNAME: 'a', KC_BOOTSTRAP_ADMIN_PASSWORD: 'p' }, 'a'],
  [{ KEYCLOAK_ADMIN: 'b', KEYCLOAK_ADMIN_PASSWORD: 'p' }, 'b'],
  [{ KEYCLOAK_ADMIN: 'b' }, undefined],
  [{}, undefined],
])('an admin in the environment: %p', (env, username) => {
  const admin = adminFromEnvironment(env);
  expect(admin?.username).toBe(username);
  expect(JSON.stringify(admin ?? null)).not.toContain('"p"');
});
