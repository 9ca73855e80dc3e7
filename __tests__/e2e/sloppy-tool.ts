import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, exportSPKI, importJWK, jwtVerify } from 'jose';

/** What a tool does not look at. */
export type Skipped =
  | 'nothing'
  | 'whether there is a token'
  | 'what the token is'
  | 'the signature'
  | 'alg none'
  | 'which key belongs to which algorithm'
  | 'the issuer'
  | 'the audience'
  | 'the expiry';

/** A tool as the tutorial's, but for what it skips; it verifies by jose, like many. */
export interface SloppyTool {
  readonly url: string;
  close(): Promise<void>;
}

const AUDIENCE = 'my-external-tool';

export async function openSloppyTool(issuer: string, skips: Skipped): Promise<SloppyTool> {
  const server = createServer(async (request, response) => {
    const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    try {
      if (token === undefined && skips !== 'whether there is a token') throw new Error('no token');
      if (token !== undefined) await verify(token, issuer, skips);
      response.end('Hello, world!');
    } catch (error) {
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end((error as Error).message);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function verify(token: string, trusted: string, skips: Skipped): Promise<void> {
  if (skips === 'what the token is') return;
  const { alg } = decodeProtectedHeader(token);
  const { iss = '', aud, exp = 0 } = decodeJwt(token);
  const issuer = skips === 'the issuer' ? iss : trusted;
  if (iss !== issuer) throw new Error('another issuer');
  if (skips !== 'the expiry' && exp * 1000 < Date.now()) throw new Error('expired');
  if (skips !== 'the audience' && ![aud].flat().includes(AUDIENCE)) throw new Error('another audience');
  if (skips === 'the signature' || (skips === 'alg none' && alg === 'none')) return;
  const { jwks_uri: keys } = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as {
    jwks_uri: string;
  };
  if (skips === 'which key belongs to which algorithm' && alg === 'HS256') {
    const { keys: all } = (await (await fetch(keys)).json()) as { keys: Parameters<typeof importJWK>[0][] };
    const key = await importJWK(all[0] ?? {}, 'RS256', { extractable: true });
    await jwtVerify(token, Buffer.from(await exportSPKI(key as Parameters<typeof exportSPKI>[0])));
    return;
  }
  const currentDate = skips === 'the expiry' ? { currentDate: new Date(0) } : {};
  await jwtVerify(token, createRemoteJWKSet(new URL(keys)), { algorithms: ['RS256'], ...currentDate });
}
