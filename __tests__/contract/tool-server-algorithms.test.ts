import { createHash } from 'node:crypto';
import { takesAlgorithmsOffered } from './algorithms-contract.ts';
import {
  claimsOf,
  type Issuer,
  KEYCLOAK_OFFERS,
  newKey,
  openIssuer,
  openTool,
  type SigningKey,
  sign,
  type ToolLab,
} from './tool-server-lab.ts';

takesAlgorithmsOffered(async ({ issuer }) => {
  const tool = await openTool(issuer);
  return {
    letsIn: async (key, alg) => {
      const { status } = await tool.ask(`Bearer ${await sign(claimsOf(issuer), key, alg)}`);
      expect([200, 401]).toContain(status);
      return status === 200;
    },
    close: () => tool.close(),
  };
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function trusting(key: SigningKey, offers: unknown): Promise<{ issuer: Issuer; tool: ToolLab }> {
  const issuer = await openIssuer([key]);
  issuer.offers = offers;
  const tool = await openTool(issuer.issuer);
  open.push(tool, issuer);
  return { issuer, tool };
}

const refusal = (expected: string, got: string) =>
  `Unauthorized token: Token validation failed: oidc: id token signed with unsupported algorithm, expected [${expected}] got "${got}"`;

test.each([
  ['nothing', undefined, '"RS256"'],
  ['no list', 'ES256', '"RS256"'],
  ['a list of what it cannot know', ['XS256', 5, null, 'HS256', 'none'], '"RS256"'],
  ['others', ['PS256', 'RS256', 'HS256', 'PS256'], '"PS256" "RS256"'],
])('ES256 where the issuer offers %s: refused in the words of go-oidc', async (_, offers, expected) => {
  const key = await newKey('k1', 'ES256');
  const { issuer, tool } = await trusting(key, offers);
  const { status, body } = await tool.ask(`Bearer ${await sign(claimsOf(issuer.issuer), key, 'ES256')}`);
  expect({ status, body: body.trimEnd() }).toEqual({ status: 401, body: refusal(expected, 'ES256') });
});

test('a key that says nothing of its algorithm serves those of its kind, and no other', async () => {
  const key = await newKey('k1', 'ES384');
  const { issuer, tool } = await trusting(key, KEYCLOAK_OFFERS);
  const { alg: _, ...jwk } = key.jwk;
  issuer.keys = [jwk];
  const good = await sign(claimsOf(issuer.issuer), key, 'ES384');
  expect(await tool.ask(`Bearer ${good}`)).toMatchObject({ status: 200 });
  const [, payload, signature] = good.split('.');
  for (const alg of ['ES256', 'ES512', 'EdDSA', 'RS256', 'PS256']) {
    const header = Buffer.from(JSON.stringify({ alg, kid: 'k1' })).toString('base64url');
    expect(await tool.ask(`Bearer ${header}.${payload}.${signature}`)).toMatchObject({ status: 401 });
  }
});

/** RFC 8017, section 9.2: what a PKCS #1 signature of the exponent 1 is, for anybody to write. */
function encodedMessage(input: string): Buffer {
  const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');
  const hash = createHash('sha256').update(input).digest();
  const padding = Buffer.alloc(256 - 3 - digestInfo.length - hash.length, 0xff);
  return Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), digestInfo, hash]);
}

test.each([
  ['1', 'AQ'],
  ['1, with zeros before it', 'AAAB'],
  ['2', 'Ag'],
  ['65536', 'AQAA'],
  ['nothing', ''],
])('an RSA key with the exponent %s counts as none', async (_, e) => {
  const key = await newKey('k1');
  const { issuer, tool } = await trusting(key, KEYCLOAK_OFFERS);
  issuer.keys = [{ ...key.jwk, e }];
  const [header, payload] = (await sign(claimsOf(issuer.issuer), key)).split('.');
  const input = `${header}.${payload}`;
  const forged = `${input}.${encodedMessage(input).toString('base64url')}`;
  expect(await tool.ask(`Bearer ${forged}`)).toMatchObject({ status: 401 });
});
