import * as z from 'zod';
import { PASSWORD, type RealmByHand } from './realm-by-hand.ts';

/** What a look finds amiss: what it saw, and the click, where the row holds it. */
export type Amiss = Partial<Record<string, RegExp | readonly [saw: RegExp, click: RegExp]>>;

/** A mistake that the console allows: how it is made in a realm that is right, what names it, and what is repaired. */
export interface Mistake {
  readonly name: string;
  readonly make: (realm: RealmByHand) => Promise<unknown>;
  /** What an admin sees. */
  readonly seen: Amiss;
  /** What a token shows to someone without rights; empty where it shows nothing. */
  readonly shown: Amiss;
  /** What is left to a person after a set-up; nothing, where it is not said. */
  readonly stays?: Amiss;
  /** What the set-up says before it repairs. */
  readonly says?: RegExp;
  /** Where the set-up refuses to go on: how it says so. */
  readonly refuses?: { readonly message: RegExp; readonly next: RegExp };
  /** Whether the realm is not what it was before the mistake, though it is repaired: a trace of the mistake, or of the repair, is there. */
  readonly leavesTrace?: boolean;
}

const idSchema = z.array(z.looseObject({ id: z.string(), name: z.string().optional() }));
const profileSchema = z.looseObject({ attributes: z.array(z.looseObject({})) });
const notSetUp = { 'user-profile': [/Account is not fully set up/, /Reset password.*Temporary: Off/] } as const;
const maybeLocked = /Invalid user credentials: no user alan, another password, locked .* or a one-time code/;
const notLoggedIn = { password: [maybeLocked, /Temporarily locked: Off/] } as const;
const missingOrDisabled = (client: string) =>
  [
    /there is none, or it is disabled/,
    new RegExp(`Clients › ${client} › Enabled: On; where it is not, Clients › Create client`),
  ] as const;

const demo = '/realms/demo';

async function addToStack(realm: RealmByHand, mapper: object): Promise<void> {
  const { id } = await realm.find('clients', 'llama-stack');
  await realm.api.post(`${demo}/clients/${id}/protocol-mappers/models`, mapper);
}

const MAPPER = {
  name: 'my own',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.client.audience': 'my-external-tool', 'access.token.claim': 'true' },
};

export const MISTAKES: readonly Mistake[] = [
  {
    name: 'mapper forgotten',
    make: (realm) => realm.changeMapper(undefined),
    seen: { 'audience-mapper': [/no Audience mapper/, /Configure a new mapper/] },
    shown: { 'audience-mapper': [/no aud/, /Configure a new mapper.*Add to access token: On/] },
  },
  {
    name: 'wrong client in the mapper',
    make: (realm) => realm.changeMapper({ 'included.client.audience': 'llama-stack' }),
    seen: {
      'audience-mapper': [
        /includes llama-stack, not my-external-tool/,
        /Add mapper › By configuration › Audience › Name: tool-audience-2/,
      ],
    },
    shown: { 'audience-mapper': [/names llama-stack, not my-external-tool/, /Add mapper › By configuration/] },
    says: /includes llama-stack, not my-external-tool; adding one of our own/,
    leavesTrace: true,
  },
  {
    name: 'a mapper for another API, by hand',
    make: (realm) => realm.changeMapper({ 'included.client.audience': '', 'included.custom.audience': 'other-api' }),
    seen: { 'audience-mapper': /includes other-api, not my-external-tool/ },
    shown: { 'audience-mapper': /names other-api, not my-external-tool/ },
    leavesTrace: true,
  },
  {
    name: 'mapper does not add to the access token',
    make: (realm) => realm.changeMapper({ 'access.token.claim': 'false', 'id.token.claim': 'true' }),
    seen: {
      'audience-mapper': [/does not add to the access token/, /Mappers › tool-audience › Add to access token: On/],
    },
    shown: { 'audience-mapper': /no aud/ },
    leavesTrace: true,
  },
  {
    name: 'an audience mapper in llama-stack-dedicated',
    make: (realm) => addToStack(realm, MAPPER),
    seen: {
      'stack-client': [
        /its own mapper my own puts my-external-tool into every token/,
        /llama-stack-dedicated › Mappers › my own/,
      ],
    },
    shown: {
      'audience-on-stack': [
        /every token names my-external-tool/,
        /where it is Optional already: .*llama-stack-dedicated/,
      ],
    },
    stays: { 'stack-client': /my own/ },
  },
  {
    name: 'scope not added to llama-stack',
    make: (realm) => realm.assignScope('nowhere'),
    seen: { 'audience-on-stack': /not assigned to llama-stack/ },
    shown: { 'audience-on-stack': /Invalid scopes: tool-audience/ },
  },
  {
    name: 'scope added as default',
    make: (realm) => realm.assignScope('default'),
    seen: { 'audience-on-stack': /Default/ },
    shown: { 'audience-on-stack': [/unasked: assigned as Default/, /Assigned type: Optional$/] },
  },
  {
    name: 'scope forgotten',
    make: async (realm) => realm.api.delete(`${demo}/client-scopes/${(await realm.scope()).id}`),
    seen: { 'audience-scope': /there is none/, 'audience-mapper': /no scope/, 'audience-on-stack': /not assigned/ },
    shown: { 'audience-scope': /discovery does not name it/, 'audience-on-stack': /Invalid scopes: tool-audience/ },
  },
  {
    name: 'scope basic taken from llama-stack',
    make: async (realm) => {
      const { id } = await realm.find('clients', 'llama-stack');
      const scopes = (await realm.api.get(`${demo}/clients/${id}/default-client-scopes`, idSchema)) ?? [];
      await realm.api.delete(
        `${demo}/clients/${id}/default-client-scopes/${scopes.find(({ name }) => name === 'basic')?.id}`,
      );
    },
    seen: {
      'stack-client': [/scope basic is not among its default scopes/, /Add client scope › basic › Add › Default/],
    },
    shown: { 'stack-client': [/tokens have no sub/, /Add client scope › basic › Add › Default/] },
  },
  {
    name: 'direct access off',
    make: (realm) => realm.change('clients', 'llama-stack', { directAccessGrantsEnabled: false }),
    seen: { 'stack-client': /direct access grants is Off/ },
    shown: { 'stack-client': [/direct access grants are off/, /Direct access grants: On/] },
  },
  {
    name: 'full scope on, llama-stack',
    make: (realm) => realm.change('clients', 'llama-stack', { fullScopeAllowed: true }),
    seen: { 'stack-client': /full scope allowed is On/ },
    shown: { 'stack-client': /full scope allowed is on/ },
  },
  {
    name: 'full scope on, my-external-tool',
    make: (realm) => realm.change('clients', 'my-external-tool', { fullScopeAllowed: true }),
    seen: { 'tool-client': /full scope allowed is On/ },
    shown: {},
  },
  {
    name: 'client authentication on, llama-stack',
    make: (realm) => realm.change('clients', 'llama-stack', { publicClient: false, secret: 'a secret of my own' }),
    seen: { 'stack-client': /client authentication is On/ },
    shown: { 'stack-client': [/client authentication is on/, /Client authentication: Off/] },
    says: /switching it off discards the client secret/,
  },
  {
    name: 'consent required, llama-stack',
    make: (realm) => realm.change('clients', 'llama-stack', { consentRequired: true }),
    seen: { 'stack-client': [/consent required is On/, /Login settings › Consent required: Off/] },
    shown: { 'stack-client': [/consent required is on/, /Login settings › Consent required: Off/] },
  },
  {
    name: 'DPoP demanded of llama-stack',
    make: (realm) => realm.changeStack({ 'dpop.bound.access.tokens': 'true' }),
    seen: { 'stack-client': [/DPoP/, /Capability config › Require DPoP bound tokens: Off/] },
    shown: { 'stack-client': [/DPoP/, /Capability config › Require DPoP bound tokens: Off/] },
    leavesTrace: true,
  },
  {
    name: 'lightweight access tokens, llama-stack',
    make: (realm) => realm.changeStack({ 'client.use.lightweight.access.token.enabled': 'true' }),
    seen: { 'stack-client': [/lightweight/, /Always use lightweight access token: Off/] },
    shown: { 'stack-client': [/lightweight/, /Always use lightweight access token: Off/] },
    leavesTrace: true,
  },
  {
    name: 'a symmetric signature, llama-stack',
    make: (realm) => realm.changeStack({ 'access.token.signed.response.alg': 'HS256' }),
    seen: { 'stack-client': [/signed with HS256/, /Access token signature algorithm: RS256/] },
    shown: { 'stack-client': [/signed with HS256/, /Access token signature algorithm: RS256/] },
    leavesTrace: true,
  },
  {
    name: 'a symmetric signature by default',
    make: (realm) => realm.changeRealm({ defaultSignatureAlgorithm: 'HS256' }),
    seen: { 'stack-client': /signed with HS256/ },
    shown: { 'stack-client': /signed with HS256/ },
    leavesTrace: true,
  },
  {
    name: 'llama-stack disabled',
    make: (realm) => realm.change('clients', 'llama-stack', { enabled: false }),
    seen: { 'stack-client': [/enabled is Off/, /Clients › llama-stack › Enabled: On/] },
    shown: { 'stack-client': missingOrDisabled('llama-stack') },
  },
  {
    name: 'llama-stack forgotten',
    make: (realm) => realm.remove('clients', 'llama-stack'),
    seen: { 'stack-client': /there is none/, 'audience-on-stack': /no client llama-stack/ },
    shown: { 'stack-client': missingOrDisabled('llama-stack') },
  },
  {
    name: 'flows left on, my-external-tool',
    make: (realm) =>
      realm.change('clients', 'my-external-tool', { standardFlowEnabled: true, directAccessGrantsEnabled: true }),
    seen: { 'tool-client': /standard flow is On, direct access grants is On/ },
    shown: { 'tool-client': /direct access grants are on/ },
  },
  {
    name: 'my-external-tool disabled',
    make: (realm) => realm.change('clients', 'my-external-tool', { enabled: false }),
    seen: { 'tool-client': /enabled is Off/ },
    shown: { 'tool-client': missingOrDisabled('my-external-tool') },
  },
  {
    name: 'my-external-tool forgotten',
    make: (realm) => realm.remove('clients', 'my-external-tool'),
    seen: { 'tool-client': /there is none/ },
    shown: { 'tool-client': missingOrDisabled('my-external-tool') },
  },
  {
    name: 'temporary password',
    make: (realm) => realm.setPassword(PASSWORD, true),
    seen: { password: [/temporary/, /Credentials › Reset password/] },
    shown: notSetUp,
  },
  {
    name: 'another password',
    make: (realm) => realm.setPassword('something else', false),
    seen: { password: [/another than the one in USER_PASSWORD/, /Credentials › Reset password/] },
    shown: notLoggedIn,
    says: /another than the one in USER_PASSWORD; setting the one in USER_PASSWORD/,
  },
  {
    name: 'no password',
    make: async (realm) => {
      const { id } = await realm.find('users', 'alan');
      for (const credential of (await realm.api.get(`${demo}/users/${id}/credentials`, idSchema)) ?? []) {
        await realm.api.delete(`${demo}/users/${id}/credentials/${credential.id}`);
      }
    },
    seen: { password: [/none is set/, /Credentials › Set password/] },
    shown: notLoggedIn,
  },
  {
    name: 'locked after failed logins',
    make: async (realm) => {
      await realm.changeRealm({ bruteForceProtected: true, failureFactor: 1, quickLoginCheckMilliSeconds: 0 });
      await realm.logIn('wrong');
      await realm.logIn('wrong');
    },
    seen: { user: [/locked after too many failed logins/, /Details › Temporarily locked: Off/] },
    shown: notLoggedIn,
    leavesTrace: true,
  },
  {
    name: 'a one-time code set up',
    make: (realm) =>
      realm.change('users', 'alan', {
        credentials: [
          {
            type: 'otp',
            secretData: JSON.stringify({ value: 'abcdefghijklmnopqrst' }),
            credentialData: JSON.stringify({ subType: 'totp', period: 30, digits: 6, algorithm: 'HmacSHA1' }),
          },
        ],
      }),
    seen: { 'user-profile': [/one-time code/, /Credentials › Otp/] },
    shown: notLoggedIn,
    stays: { 'user-profile': /one-time code/ },
  },
  {
    name: 'e-mail addresses have to be verified',
    make: (realm) => realm.changeRealm({ verifyEmail: true }),
    seen: { 'user-profile': [/Verify email is On/, /Email verified: On/] },
    shown: { 'user-profile': [/not verified/, /Email verified: On/] },
    says: /the e-mail address is not verified.*repairing it/,
    leavesTrace: true,
  },
  {
    name: 'the user profile demands another attribute',
    make: async (realm) => {
      const profile = await realm.api.get(`${demo}/users/profile`, profileSchema);
      const permissions = { view: ['admin', 'user'], edit: ['admin', 'user'] };
      const department = { name: 'department', required: { roles: ['user'] }, permissions };
      await realm.api.put(`${demo}/users/profile`, {
        ...profile,
        attributes: [...(profile?.attributes ?? []), department],
      });
    },
    seen: { 'user-profile': [/no department, which the realm's user profile demands/, /Details: department/] },
    shown: { 'user-profile': [/a required field of the profile/, /every field with a \*/] },
    stays: { 'user-profile': /department/ },
  },
  {
    name: 'user without last name',
    make: (realm) => realm.change('users', 'alan', { lastName: '' }),
    seen: { 'user-profile': /no last name/ },
    shown: notSetUp,
  },
  {
    name: 'user without e-mail',
    make: (realm) => realm.change('users', 'alan', { email: '' }),
    seen: { 'user-profile': /no e-mail/ },
    shown: notSetUp,
  },
  {
    name: 'required action',
    make: (realm) => realm.change('users', 'alan', { requiredActions: ['CONFIGURE_TOTP'] }),
    seen: { 'user-profile': [/CONFIGURE_TOTP/, /Required user actions: remove all/] },
    shown: { 'user-profile': [/an action is required/, /Required user actions: remove all/] },
  },
  {
    name: 'user disabled',
    make: (realm) => realm.change('users', 'alan', { enabled: false }),
    seen: { user: /disabled/ },
    shown: { user: /disabled/ },
  },
  {
    name: 'user forgotten',
    make: (realm) => realm.remove('users', 'alan'),
    seen: { user: /there is none/, 'user-profile': /no user/, password: /no user/ },
    shown: notLoggedIn,
  },
  {
    name: "user forgotten, and another has the new one's e-mail address",
    make: async (realm) => {
      await realm.change('users', 'alan', { username: 'bob' }).catch(() => undefined);
      await realm.remove('users', 'alan');
      await realm.api.post(`${demo}/users`, { username: 'bob', email: 'alan@alan.com', enabled: true });
    },
    seen: {
      user: [/alan@alan.com, belongs to the user bob/, /Users › bob › Details › Email/],
      'user-profile': /no user/,
      password: /no user/,
    },
    shown: notLoggedIn,
    stays: { user: /belongs to the user bob/, 'user-profile': /no user/, password: /no user/ },
  },
  {
    name: 'user forgotten, and the realm takes e-mail addresses as user names',
    make: async (realm) => {
      await realm.remove('users', 'alan');
      await realm.changeRealm({ registrationEmailAsUsername: true });
    },
    seen: {
      user: [/takes e-mail addresses as user names/, /Email as username: Off/],
      'user-profile': /no user/,
      password: /no user/,
    },
    shown: notLoggedIn,
    stays: { user: /takes e-mail addresses/, 'user-profile': /no user/, password: /no user/ },
  },
  {
    name: 'another password, and a policy that refuses ours',
    make: async (realm) => {
      await realm.setPassword('something else that is long enough for anybody', false);
      await realm.changeRealm({ passwordPolicy: 'length(40)' });
    },
    seen: { password: /another than/ },
    shown: notLoggedIn,
    refuses: {
      message: /password policy refuses USER_PASSWORD: .*minimum length 40/,
      next: /another USER_PASSWORD.*Policies › Password policy/,
    },
  },
  {
    name: 'TLS required of everybody',
    make: (realm) => realm.changeRealm({ sslRequired: 'all' }),
    seen: { ssl: /HTTPS required/ },
    shown: { ssl: /HTTPS required/ },
    leavesTrace: true,
  },
  {
    name: 'realm disabled',
    make: (realm) => realm.changeRealm({ enabled: false }),
    seen: { realm: /disabled/ },
    shown: { realm: /disabled/ },
  },
  {
    name: 'a Frontend URL that only containers know',
    make: async (realm) => {
      const found = await realm.api.get(demo, z.looseObject({ attributes: z.looseObject({}) }));
      await realm.changeRealm({ attributes: { ...found?.attributes, frontendUrl: 'http://keycloak:8080' } });
    },
    seen: { issuer: [/Frontend URL is http:\/\/keycloak:8080/, /Frontend URL: empty/] },
    shown: { issuer: [/keycloak is a name that only containers know/, /Frontend URL/] },
    stays: { issuer: /Frontend URL/ },
  },
  {
    name: 'realm called Demo',
    leavesTrace: true,
    make: async (realm) => {
      await realm.api.delete(demo);
      await realm.api.post('/realms', { realm: 'Demo', enabled: true });
    },
    seen: { realm: /there is a realm Demo, but none called demo/ },
    shown: { realm: /there is a realm Demo, but none called demo/ },
  },
];
