import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { closeServer } from '../../services/wire/listen.ts';

/** What a test needs of it. */
export interface PlainIssuer {
  readonly issuer: string;
  close(): Promise<void>;
}

const KEY = { kid: 'k', use: 'sig', alg: 'RS256' };

/**
 * A FAKE of a provider that is no Keycloak, at the outermost edge: other paths, other words, RFC 9068's claims, and a real key. Its user is grace,
 * whose password is `right`; the password `off` asks a client that may make no password grants, `fault` a server that has one. What a real one
 * answered: docs/references/foreign-issuer.md. Over TLS where it is told how.
 */
export async function openPlainIssuer(tls?: TlsOptions, host = '127.0.0.1', calledAs = host): Promise<PlainIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), ...KEY };
  const answer: RequestListener = async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const say = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/login/.well-known/openid-configuration')
      say(200, { issuer, token_endpoint: `${issuer}/oauth/token`, jwks_uri: `${issuer}/keys` });
    else if (request.url === '/login/keys') say(200, { keys: [key] });
    else if (request.url !== '/login/oauth/token') say(404, { message: 'not here' });
    else if (form.get('client_id') !== 'llama-stack') say(401, { error: 'invalid_client' });
    else if (form.get('password') === 'fault') say(500, { error: 'server_error', error_description: 'oops! it broke' });
    else if (form.get('password') === 'off') say(400, { error: 'unsupported_grant_type' });
    else if (form.get('grant_type') === 'password' && form.get('password') !== 'right')
      say(400, { error: 'invalid_grant', error_description: 'Invalid username or password' });
    else {
      // RFC 9068, section 2.2: a token without the scope names somebody, too.
      const aud = form.get('scope') === 'tool-audience' ? 'my-external-tool' : 'somebody-else';
      const token = await new SignJWT({ client_id: 'llama-stack', aud })
        .setProtectedHeader({ typ: 'at+jwt', alg: 'RS256', kid: 'k' })
        .setIssuer(issuer)
        .setSubject('grace')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
      say(200, {
        access_token: token,
        token_type: 'bearer',
        expires_in: 300,
        refresh_token: 'a-refresh-token-of-the-plain-issuer',
      });
    }
  };
  const server = tls ? createTlsServer(tls, answer) : createServer(answer);
  await new Promise<void>((listening) => server.listen(0, host, listening));
  const issuer = `${tls ? 'https' : 'http'}://${calledAs}:${(server.address() as AddressInfo).port}/login`;
  return { issuer, close: () => closeServer(server) };
}
