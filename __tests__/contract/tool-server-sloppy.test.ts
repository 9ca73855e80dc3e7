import { newTraceId, traceparent } from '../../src/evidence/traceparent.ts';
import {
  claimsOf,
  type Issuer,
  newKey,
  openIssuer,
  openTool,
  type SigningKey,
  SUBJECT,
  sign,
} from './tool-server-lab.ts';

/** The tool that leaves out one check: what it lets in that the proper one does not, and that it says so. */
let key: SigningKey;
let issuer: Issuer;

beforeAll(async () => {
  key = await newKey('k1');
  issuer = await openIssuer([key]);
});
afterAll(() => issuer.close());

const traced = { headers: { traceparent: traceparent(newTraceId()) } };

test('it takes a token that was issued for somebody else, which the proper one refuses, and does not claim to have looked', async () => {
  const [sloppy, proper] = [await openTool(issuer.issuer, { skipAudience: true }), await openTool(issuer.issuer)];
  const foreign = `Bearer ${await sign(claimsOf(issuer.issuer, { aud: 'account' }), key)}`;
  expect(await proper.ask(foreign)).toMatchObject({ status: 401 });
  expect(await sloppy.ask(foreign, traced)).toMatchObject({ status: 200, body: 'Hello, world!' });
  const checks = sloppy.hops.at(-1)?.answer?.checks;
  expect(checks?.every(({ passed }) => passed)).toBe(true);
  expect(checks?.map(({ id }) => id)).toEqual([
    'form',
    'issuer',
    'expiry',
    'not-before',
    'algorithm',
    'key',
    'signature',
    'roles',
  ]);
  await Promise.all([sloppy.close(), proper.close()]);
});

test('it says aloud what it does, when it starts and with each token that it lets in', async () => {
  const sloppy = await openTool(issuer.issuer, { skipAudience: true });
  await sloppy.ask(`Bearer ${await sign(claimsOf(issuer.issuer, { aud: undefined }), key)}`);
  await sloppy.close();
  expect(sloppy.logs).toEqual([
    `DANGER: --skip-audience takes every token of ${issuer.issuer}, whoever it was issued for`,
    `Validating token eyJ... against issuer ${issuer.issuer}`,
    'DANGER: nobody looked whom this token was issued for',
    `Received access token with Subject ${SUBJECT} and Roles [user]`,
  ]);
});

test('everything else it checks like the proper one', async () => {
  const sloppy = await openTool(issuer.issuer, { skipAudience: true });
  const stranger = await newKey('k1');
  const tokens = [
    await sign(claimsOf(issuer.issuer, { exp: 1_000_000_000 }), key),
    await sign(claimsOf('http://elsewhere.test/realms/demo'), key),
    await sign(claimsOf(issuer.issuer), stranger),
  ];
  for (const token of tokens) expect(await sloppy.ask(`Bearer ${token}`)).toMatchObject({ status: 401 });
  await sloppy.close();
});
