import { jest } from '@jest/globals';
import { exportJWK, SignJWT } from 'jose';
import { hopSchema } from '../../src/evidence/hop.ts';
import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import {
  AUDIENCE,
  claimsOf,
  type Issuer,
  newKey,
  openTool,
  type SigningKey,
  sign,
  type ToolLab,
  withTrustedTool,
} from './tool-server-lab.ts';

/** Which checks a token goes through before one stops it: the order of docs/references/tool-server.md#verification-order, told with the hop. */
let key: SigningKey;
let stranger: SigningKey;
let issuer: Issuer;
let tool: ToolLab;

withTrustedTool((opened) => {
  ({ key, issuer, tool } = opened);
});
beforeAll(async () => {
  stranger = await newKey('k1');
});

const ORDER = ['form', 'issuer', 'audience', 'expiry', 'not-before', 'algorithm', 'key', 'signature', 'roles'];

/** Sends it, and says what the hop tells of its checks. */
async function checksOf(authorization: string | undefined, asked = tool) {
  await asked.ask(authorization, { headers: { traceparent: traceparent(newTraceId()) } });
  const [arrived, answered] = asked.hops.filter(({ to }) => to === 'tool').map((hop) => hopSchema.parse(hop));
  expect(arrived?.answer).toBeUndefined();
  return answered?.answer?.checks;
}

test('go by the wall clock: what expired while the machine slept is refused', async () => {
  const good = await sign(claimsOf(issuer.issuer), key);
  expect((await tool.ask(`Bearer ${good}`)).status).toBe(200);
  const later = Date.now() + 3_600_000;
  const clock = jest.spyOn(Date, 'now').mockReturnValue(later);
  try {
    const { status, body } = await tool.ask(`Bearer ${good}`);
    expect({ status, body }).toEqual({ status: 401, body: expect.stringContaining('token is expired') });
  } finally {
    clock.mockRestore();
  }
});

const soon = () => Math.floor(Date.now() / 1000);

/** What each check stops at. A later row is made of the faults of none before it, and of all behind it: the order is seen. */
const FAULTS: Record<string, { claims?: () => Record<string, unknown>; saw: () => string }> = {
  issuer: {
    claims: () => ({ iss: 'http://elsewhere.test/realms/demo' }),
    saw: () => 'http://elsewhere.test/realms/demo',
  },
  audience: { claims: () => ({ aud: ['account', 'broker'] }), saw: () => 'account, broker' },
  expiry: { claims: () => ({ exp: 1_000_000_000 }), saw: () => '2001-09-09 01:46:40 +0000 UTC' },
  'not-before': { claims: () => ({ nbf: 4_102_444_800 }), saw: () => '2100-01-01 00:00:00 +0000 UTC' },
  roles: { claims: () => ({ realm_access: 'all of them' }), saw: () => 'all of them' },
};
const CLAIMS = Object.keys(FAULTS);

test.each(CLAIMS.filter((id) => id !== 'roles'))(
  '%s stops a token that fails it and all that is looked at later',
  async (id) => {
    const faults = CLAIMS.slice(CLAIMS.indexOf(id)).map((each) => FAULTS[each]?.claims?.());
    const checks = await checksOf(
      `Bearer ${await sign(claimsOf(issuer.issuer, Object.assign({}, ...faults)), stranger)}`,
    );
    expect(checks?.map((check) => check.id)).toEqual(ORDER.slice(0, ORDER.indexOf(id) + 1));
    expect(checks?.map(({ passed }) => passed).lastIndexOf(true)).toBe((checks?.length ?? 0) - 2);
    expect(checks?.at(-1)).toEqual({ id, passed: false, saw: FAULTS[id]?.saw() });
  },
);

const badRoles = () => claimsOf(issuer.issuer, FAULTS.roles?.claims?.());

test.each<[string, string, () => Promise<string> | string]>([
  ['form', '1 part', () => 'some-api-key'],
  ['form', '3 parts', () => 'a.b.c'],
  ['form', '3 parts', () => sign(claimsOf(issuer.issuer, { iss: 1 }), key)],
  [
    'algorithm',
    'HS256',
    () => new SignJWT(badRoles()).setProtectedHeader({ alg: 'HS256', kid: 'x' }).sign(Buffer.alloc(32)),
  ],
  ['key', 'kid nobody', () => sign(badRoles(), { ...stranger, kid: 'nobody' })],
  ['signature', 'no key of the issuer vouches for it', () => sign(badRoles(), stranger)],
  ['roles', 'all of them', () => sign(badRoles(), key)],
])('%s stops a token that has there: %s', async (id, saw, token) => {
  const checks = await checksOf(`Bearer ${await token()}`);
  expect(checks?.map((check) => check.id)).toEqual(ORDER.slice(0, ORDER.indexOf(id) + 1));
  expect(checks?.filter(({ passed }) => !passed)).toEqual([{ id, passed: false, saw }]);
});

test('a good token goes through all of them, and each says what it saw', async () => {
  const exp = soon() + 300;
  const checks = await checksOf(`Bearer ${await sign(claimsOf(issuer.issuer, { exp }), key)}`);
  const seen = `${new Date(exp * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
  expect(checks).toEqual(
    [
      '3 parts',
      issuer.issuer,
      AUDIENCE,
      seen,
      'nothing',
      'RS256',
      'kid k1',
      'a key of the issuer vouches for it',
      'user',
    ].map((saw, at) => ({ id: ORDER[at], passed: true, saw })),
  );
});

test.each([
  ['no header', undefined],
  ['one word', 'Bearer'],
])('what brings no token is refused before the first check: %s', async (_, header) => {
  expect(await checksOf(header)).toEqual([]);
});

test('a key that the issuer has since the keys were fetched is found before the check of the key is decided', async () => {
  // One that has not had to ask for keys anew: it does so once in a while only.
  const rested = await openTool(issuer.issuer);
  expect(await checksOf(undefined, rested)).toEqual([]);
  rested.hops.splice(0);
  const added = await newKey('k2');
  issuer.keys.push({ ...(await exportJWK(added.publicKey)), kid: 'k2', use: 'sig' });
  const checks = await checksOf(`Bearer ${await sign(claimsOf(issuer.issuer), added)}`, rested);
  await rested.close();
  expect(checks?.every(({ passed }) => passed)).toBe(true);
  expect(checks).toContainEqual({ id: 'key', passed: true, saw: 'kid k2' });
});

test('whatever a token says, a check tells of it shortly, and as text', async () => {
  const hostile = `\u001b]0;x\u0007\u202e\n${'y'.repeat(5_000)}`;
  const checks = await checksOf(`Bearer ${await sign(claimsOf(issuer.issuer, { iss: hostile }), key)}`);
  expect(checks?.at(-1)?.saw).toMatch(/^\\u\{1b\}\]0;x\\u\{7\}\\u\{202e\} y+ \.\.\. \(\d+ more characters\)$/);
  expect(checks?.at(-1)?.saw.length).toBeLessThanOrEqual(300);
});
