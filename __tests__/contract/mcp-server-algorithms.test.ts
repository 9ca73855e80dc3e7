import { Secret } from '../../src/evidence/secret.ts';
import { INITIALIZE, type McpLab, openMcp, STREAMABLE, send } from './mcp-server-lab.ts';
import {
  claimsOf,
  type Issuer,
  KEYCLOAK_OFFERS,
  newKey,
  openIssuer,
  type SigningKey,
  sign,
} from './tool-server-lab.ts';

/** Which algorithms the MCP server takes where it is a resource server: the asymmetric ones that the issuer offers. */
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function trusting(key: SigningKey, offers: unknown): Promise<{ issuer: Issuer; mcp: McpLab }> {
  const issuer = await openIssuer([key]);
  issuer.offers = offers;
  const target = { audience: 'my-external-tool', scope: 'tool-audience' };
  const client = {
    issuer: issuer.issuer,
    clientId: 'mcp-server',
    scope: 'mcp-audience',
    secret: new Secret('s'),
    target,
  };
  const mcp = await openMcp(['http://localhost:10000'], { exchange: client });
  open.push(mcp, issuer);
  return { issuer, mcp };
}

async function statusFor(alg: string, offers: unknown): Promise<number> {
  const key = await newKey('k1', alg);
  const { issuer, mcp } = await trusting(key, offers);
  const token = await sign(claimsOf(issuer.issuer, { aud: 'mcp-server', scope: 'mcp-audience' }), key, alg);
  const headers = { ...STREAMABLE, authorization: `Bearer ${token}` };
  return (await send(`${mcp.url}/mcp`, { headers, body: JSON.stringify(INITIALIZE) })).status;
}

test.each(KEYCLOAK_OFFERS.filter((alg) => !alg.startsWith('HS')))('%s, offered by the issuer, lets in', async (alg) => {
  expect(await statusFor(alg, KEYCLOAK_OFFERS)).toBe(200);
});

test.each([
  ['nothing', undefined],
  ['others', ['RS256', 'PS256']],
  ['what is none for anybody else', ['HS256', 'none']],
])('ES256 where the issuer offers %s does not', async (_, offers) => {
  expect(await statusFor('ES256', offers)).toBe(401);
});

test('RS256 lets in where the issuer offers nothing that can be checked', async () => {
  expect(await statusFor('RS256', ['HS256', 'none'])).toBe(200);
});
