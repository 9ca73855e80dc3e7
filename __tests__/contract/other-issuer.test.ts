import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { answers } from '../../services/wire/knock.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { openOtherIssuer } from '../../steps/break/other-issuer.ts';

const KID = 'the-name-of-another';

test('the other issuer of chapter 2 is a real one, but for the name of its key', async () => {
  const credentials = { userName: 'alan', password: new Secret('secret'), generated: false, secrets: {} };
  const { token, close } = await openOtherIssuer({ credentials }, KID);
  const text = (await token(new AbortController().signal)).reveal();
  const iss = String(JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()).iss);
  const metadata = await (await fetch(`${iss}/.well-known/openid-configuration`)).json();
  expect(metadata).toMatchObject({ issuer: iss });
  const keys = createRemoteJWKSet(new URL((metadata as { jwks_uri: string }).jwks_uri));
  const { payload } = await jwtVerify(text, keys, { issuer: iss, audience: 'my-external-tool' });
  expect(payload).toMatchObject({ preferred_username: 'alan' });
  expect(decodeProtectedHeader(text).kid).toBe(KID);
  await close();
  expect(await answers('127.0.0.1', Number(new URL(iss).port))).toBe(false);
});
