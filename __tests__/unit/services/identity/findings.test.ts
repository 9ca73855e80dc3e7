import { findingRows } from '../../../../services/identity/finding-rows.ts';
import { isAmiss } from '../../../../services/identity/findings.ts';
import { CLICKS } from '../../../../services/identity/keycloak/clicks.ts';
import { clientDifferences, repairedClient } from '../../../../services/identity/keycloak/client-settings.ts';
import { judge } from '../../../../services/identity/keycloak/judge.ts';
import { loginClient } from '../../../../services/identity/keycloak/login-way.ts';
import { type ClientLook, NO_CLIENT, type Snapshot } from '../../../../services/identity/keycloak/snapshot.ts';
import type { FindingState } from '../../../../src/evidence/finding.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { REALM as PLAN } from '../../../../steps/propagation/realm.ts';

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
  serviceAccountsEnabled: false,
  fullScopeAllowed: false,
  consentRequired: false,
  attributes: {},
  protocolMappers: [],
  redirectUris: [],
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
  passwordSetNow: false,
  otp: false,
  locked: false,
  lacking: [],
  login: { state: 'accepted' },
  clients: {
    tool: {
      client: {
        ...STACK,
        id: 't',
        clientId: 'my-external-tool',
        standardFlowEnabled: false,
        directAccessGrantsEnabled: false,
      },
      scopes: { default: [], optional: [] },
    },
    stack: {
      client: STACK,
      scopes: { default: [{ id: 'b', name: 'basic' }], optional: [{ id: 'a', name: 'tool-audience' }] },
    },
  },
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

/** The realm with this of the client that logs the user in. */
function stackIs(change: Partial<ClientLook>): Pick<Snapshot, 'clients'> {
  return { clients: { ...RIGHT.clients, stack: { ...NO_CLIENT, ...RIGHT.clients.stack, ...change } } };
}

function mapper(config: Record<string, string>, protocolMapper = 'oidc-audience-mapper') {
  return { id: 'm', name: 'tool-audience', protocolMapper, config };
}

function scopes(protocolMappers: ReturnType<typeof mapper>[]): Pick<Snapshot, 'scopes'> {
  return {
    scopes: RIGHT.scopes.map((scope) => (scope.name === 'tool-audience' ? { ...scope, protocolMappers } : scope)),
  };
}

describe('the judgement of a realm', () => {
  const states = (snapshot: Snapshot) => judge(snapshot, PLAN, ISSUER, user).map(({ id, state }) => [id, state]);

  test('where all is right, all is present, in the order of the tutorial', () => {
    expect(states(RIGHT)).toEqual(findingRows(PLAN, 'alan', 'demo', CLICKS).map(({ id }) => [id, 'present']));
  });

  const amiss: [string, Partial<Snapshot>, [string, FindingState][]][] = [
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
      stackIs({ scopes: { default: [], optional: [{ id: 'a', name: 'tool-audience' }] } }),
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
    const fixed = judge(RIGHT, PLAN, ISSUER, user).filter(({ repairable }) => !repairable);
    expect(fixed.map(({ id }) => id)).toEqual(['clock', 'issuer']);
  });

  test('every finding has a title and a click, and names the user it is about', () => {
    for (const { title, byHand } of judge(RIGHT, PLAN, ISSUER, { ...user, username: 'grace' }))
      expect([title, byHand]).not.toContain('');
    expect(judge(RIGHT, PLAN, ISSUER, { ...user, username: 'grace' }).find(({ id }) => id === 'user')?.title).toContain(
      'grace',
    );
  });
});

describe('what an admin sees of a mistake, and the click for it', () => {
  const stack = (change: object): Partial<Snapshot> => stackIs({ client: { ...STACK, ...change } });
  const attribute = (name: string, value: string) => stack({ attributes: { [name]: value } });
  const realm = (change: object): Partial<Snapshot> => ({ realm: { ...REALM, ...change } });
  const person = (change: object): Partial<Snapshot> => ({ user: { ...USER, ...change } });
  const own = { ...mapper({ 'included.client.audience': 'my-external-tool' }), name: 'my own' };

  const rows: [string, Partial<Snapshot>, string, RegExp, RegExp, boolean][] = [
    [
      'consent',
      stack({ consentRequired: true }),
      'stack-client',
      /consent required is On/,
      /Consent required: Off/,
      true,
    ],
    [
      'DPoP',
      attribute('dpop.bound.access.tokens', 'true'),
      'stack-client',
      /DPoP/,
      /Require DPoP bound tokens: Off/,
      true,
    ],
    [
      'lightweight tokens',
      attribute('client.use.lightweight.access.token.enabled', 'true'),
      'stack-client',
      /lightweight/,
      /Always use lightweight access token: Off/,
      true,
    ],
    [
      'HS256 of the client',
      attribute('access.token.signed.response.alg', 'HS256'),
      'stack-client',
      /HS256/,
      /Access token signature algorithm: RS256/,
      true,
    ],
    ['HS512 of the realm', realm({ defaultSignatureAlgorithm: 'HS512' }), 'stack-client', /HS512/, /RS256/, true],
    [
      'a secret',
      stack({ publicClient: false }),
      'stack-client',
      /discards the client secret/,
      /Client authentication: Off/,
      true,
    ],
    [
      'an own mapper',
      stack({ protocolMappers: [own] }),
      'stack-client',
      /my own puts my-external-tool into every token/,
      /llama-stack-dedicated › Mappers › my own/,
      false,
    ],
    ['client disabled', stack({ enabled: false }), 'stack-client', /enabled is Off/, /llama-stack › Enabled: On/, true],
    [
      'turned away',
      { login: { state: 'turned away', error: 'invalid_request', said: 'Not today' } },
      'stack-client',
      /turns its logins away: Not today/,
      /Client policies/,
      false,
    ],
    ['locked', { locked: true, login: { state: 'not tried' } }, 'user', /locked/, /Temporarily locked: Off/, true],
    [
      'disabled',
      { ...person({ enabled: false }), login: { state: 'not tried' } },
      'user',
      /disabled/,
      /Enabled: On/,
      true,
    ],
    [
      'another has the address',
      { user: undefined, emailOwner: 'bob', login: { state: 'not tried' } },
      'user',
      /alan@alan.com, belongs to the user bob/,
      /Users › bob › Details › Email/,
      false,
    ],
    [
      'addresses as names',
      { ...realm({ registrationEmailAsUsername: true }), user: undefined, login: { state: 'not tried' } },
      'user',
      /takes e-mail addresses as user names/,
      /Email as username: Off/,
      false,
    ],
    ['a one-time code', { otp: true, login: REFUSED }, 'user-profile', /one-time code/, /Credentials › Otp/, false],
    ['verification', realm({ verifyEmail: true }), 'user-profile', /Verify email is On/, /Email verified: On/, true],
    ['an attribute', { lacking: ['department'] }, 'user-profile', /no department/, /Details: department/, false],
    [
      'an action',
      person({ requiredActions: ['TERMS'] }),
      'user-profile',
      /TERMS/,
      /Required user actions: remove all/,
      true,
    ],
    [
      'what does not show',
      { login: { state: 'incomplete', error: 'invalid_grant', said: 'Account is not fully set up' } },
      'user-profile',
      /does not show/,
      /Required actions/,
      false,
    ],
    [
      'temporary',
      person({ requiredActions: ['UPDATE_PASSWORD'] }),
      'password',
      /temporary/,
      /Reset password › Temporary: Off/,
      true,
    ],
    ['another', { login: REFUSED }, 'password', /another than the one in USER_PASSWORD/, /Reset password/, true],
    [
      'set just now',
      { passwordSetNow: true, login: REFUSED },
      'password',
      /set just now, and .* still refuses/,
      /direct grant/,
      false,
    ],
    ['none', { password: 'none', login: REFUSED }, 'password', /none is set/, /Set password/, true],
    [
      'an earlier run',
      { password: 'random', login: REFUSED },
      'password',
      /earlier run made it at random/,
      /Reset/,
      true,
    ],
    [
      'a Frontend URL',
      {
        ...realm({ attributes: { frontendUrl: 'http://kc:8080' } }),
        discovery: { ...DISCOVERY, issuer: 'http://kc:8080/realms/demo' },
      },
      'issuer',
      /Frontend URL is http:\/\/kc:8080/,
      /Frontend URL: empty/,
      false,
    ],
    [
      'a mapper for another API',
      scopes([mapper({ 'included.custom.audience': 'other-api' })]),
      'audience-mapper',
      /includes other-api/,
      /Add mapper › By configuration › Audience › Name: tool-audience-2/,
      true,
    ],
    [
      'a mapper that is switched off',
      scopes([mapper({ 'included.client.audience': 'my-external-tool', 'access.token.claim': 'false' })]),
      'audience-mapper',
      /does not add to the access token/,
      /Add to access token: On/,
      true,
    ],
    ['no mapper', scopes([]), 'audience-mapper', /no Audience mapper/, /Configure a new mapper/, true],
  ];
  test.each(rows)('%s', (_, change, id, saw, click, repairable) => {
    const found = judge({ ...RIGHT, ...change }, PLAN, ISSUER, user);
    const finding = found.find((each) => each.id === id);
    expect(finding).toMatchObject({
      saw: expect.stringMatching(saw),
      byHand: expect.stringMatching(click),
      repairable,
    });
    const others = found.filter((each) => each.id !== id && isAmiss(each)).map((each) => each.id);
    expect(others).toEqual('user' in change && change.user === undefined ? ['user-profile', 'password'] : []);
  });

  test('a password that nobody gave is not judged, and not repaired', () => {
    const found = judge({ ...RIGHT, login: { state: 'not tried' } }, PLAN, ISSUER, { ...user, generated: true });
    expect(found.find(({ id }) => id === 'password')).toMatchObject({
      state: 'unknown',
      saw: expect.stringMatching(/USER_PASSWORD is not set/),
    });
  });
});

describe('whether a login is worth a try, and with which client', () => {
  const lesson = { clientId: 'llama-stack', scope: 'tool-audience' };
  const keycloaks = { clientId: 'admin-cli' };
  test.each([
    ['all is right', {}, {}, lesson],
    [
      'the scope is Default',
      stackIs({ scopes: { default: [{ id: 'a', name: 'tool-audience' }], optional: [] } }),
      {},
      lesson,
    ],
    ['the scope is not assigned', stackIs({ scopes: { default: [], optional: [] } }), {}, keycloaks],
    ['the client is missing', stackIs({ client: undefined }), {}, keycloaks],
    ['the client wants to authenticate itself', stackIs({ client: { ...STACK, publicClient: false } }), {}, keycloaks],
    ['the client only has full scope', stackIs({ client: { ...STACK, fullScopeAllowed: true } }), {}, lesson],
    ['there is no user', { user: undefined }, {}, undefined],
    ['the user is disabled', { user: { ...USER, enabled: false } }, {}, undefined],
    ['the user is locked', { locked: true }, {}, undefined],
    ['the realm is disabled', { realm: { ...REALM, enabled: false } }, {}, undefined],
    ['the issuer is another', { discovery: { ...DISCOVERY, issuer: 'http://kc/realms/demo' } }, {}, undefined],
    ['nobody gave the password', {}, { generated: true }, undefined],
    ['the password was made at random', { password: 'random' }, { generated: true }, lesson],
  ] as [string, Partial<Snapshot>, object, unknown][])('%s', (_, change, who, expected) => {
    expect(loginClient({ ...RIGHT, ...change }, PLAN, ISSUER, { ...user, ...who })).toEqual(expected);
  });
});

test('a client is repaired by what differs, and keeps the rest', () => {
  const client = {
    ...STACK,
    publicClient: false,
    attributes: { own: 'kept', 'dpop.bound.access.tokens': 'true' },
    name: 'mine',
  };
  expect(repairedClient(client, clientDifferences(client, PLAN.clients.stack, REALM))).toEqual({
    ...client,
    publicClient: true,
    attributes: { own: 'kept', 'dpop.bound.access.tokens': 'false' },
  });
});
