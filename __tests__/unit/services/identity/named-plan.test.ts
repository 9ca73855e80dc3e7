import { isNamed, namedPlan } from '../../../../services/identity/named-plan.ts';
import { audiencesOf, clientOf, firstLogin, scopeOf } from '../../../../services/identity/plan-lookup.ts';
import type { IdentitySetting } from '../../../../src/deployment.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { COURSE_REALM } from '../../../../steps/index.ts';

const OURS: IdentitySetting = { which: 'embedded', token: { by: 'password' } };
const THEIRS: IdentitySetting = { which: 'https://sso.example/realms/corp', token: { by: 'password' } };
const NAMES = { client: 'agent-cli', scope: 'tools', audience: 'https://tool.example' };

test('without names the plan is the lesson’s', () => {
  expect(namedPlan(COURSE_REALM, OURS)).toEqual(COURSE_REALM);
});

test('names stand where the first login’s are, and all that goes by keys follows', () => {
  const plan = namedPlan(COURSE_REALM, { ...OURS, ...NAMES, realm: 'corp', resource: 'https://tool.example/api' });
  expect(plan.realm).toBe('corp');
  expect(firstLogin(plan)).toMatchObject({
    client: { id: 'agent-cli', access: 'public' },
    scope: { name: 'tools' },
    audiences: ['https://tool.example'],
    asks: { audience: 'https://tool.example', resource: 'https://tool.example/api' },
    elsewhere: false,
  });
  // The exchange of chapter 3 is for the same tool, by the same scope.
  expect(audiencesOf(plan, scopeOf(plan, 'audience'))).toEqual(['https://tool.example']);
  expect(clientOf(plan, 'mcp')).toEqual(COURSE_REALM.clients.mcp);
});

test.each([
  ['a secret', { clientSecret: new Secret('s') }, ['code', 'password']],
  ['a token for itself', { token: { by: 'client-credentials' } }, ['code', 'password', 'client-credentials']],
] as const)('%s makes the client confidential', (_, names, flows) => {
  const { clients } = namedPlan(COURSE_REALM, { ...OURS, ...names });
  expect(clients.stack).toMatchObject({ access: 'confidential', flows });
});

test.each([
  ['password', undefined],
  ['code', true],
  ['device', true],
  ['client-credentials', true],
] as const)('by %s, who looks at the realm tries the login: %p', (by, elsewhere) => {
  expect(namedPlan(COURSE_REALM, { ...OURS, token: { by } }).logins.user?.elsewhere).toBe(elsewhere);
});

test('what somebody else keeps is taken as it is: the named client and audience, and nothing else', () => {
  const { clients } = namedPlan(COURSE_REALM, { ...THEIRS, ...NAMES });
  const marked = Object.entries(clients).filter(([, { theirs }]) => theirs);
  expect(marked.map(([key]) => key).sort()).toEqual(['stack', 'tool']);
});

test('a realm has its name from its address, and no other', () => {
  expect(namedPlan(COURSE_REALM, THEIRS).realm).toBe('corp');
  expect(namedPlan(COURSE_REALM, { ...THEIRS, realm: 'corp' }).realm).toBe('corp');
  expect(() => namedPlan(COURSE_REALM, { ...THEIRS, realm: 'other' })).toThrow(
    /--realm other and --idp name two realms/,
  );
  expect(namedPlan(COURSE_REALM, { ...THEIRS, which: 'https://sso.example/', realm: 'other' }).realm).toBe('other');
});

test('in a realm that is made for the lesson two things have two names; in another’s they may have one', () => {
  const one = { client: 'agent-cli', audience: 'agent-cli' };
  expect(() => namedPlan(COURSE_REALM, { ...OURS, ...one })).toThrow(/agent-cli is the name of two things/);
  expect(() => namedPlan(COURSE_REALM, { ...OURS, scope: 'mcp-audience' })).toThrow(/mcp-audience is the name of two/);
  expect(firstLogin(namedPlan(COURSE_REALM, { ...THEIRS, ...one }))?.audiences).toEqual(['agent-cli']);
});

test('a realm is set up by an admin while no more than its own name was given', () => {
  expect(isNamed({ ...THEIRS, realm: 'corp' })).toBe(false);
  for (const name of ['client', 'scope', 'audience', 'resource'])
    expect(isNamed({ ...THEIRS, [name]: 'x' })).toBe(true);
  expect(isNamed({ ...THEIRS, token: { by: 'code' } })).toBe(true);
});
