import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { closeServer } from '../../services/wire/listen.ts';

/** An identity provider that lets nobody in, and repeats in its refusal all that it was sent. */
export interface EchoingProvider {
  readonly issuer: string;
  /** What it has repeated so far, as it understood it. */
  repeated(): readonly string[];
  close(): Promise<void>;
}

/** The answer of the device endpoint (RFC 8628, section 3.2). */
export const DEVICE = { device_code: 'the-device-code-of-this-login', user_code: 'WDJB-MJHT' };

const PAGE = `<h1>Log in</h1><form method="post"><input name="username"><input type="password" name="password"></form>`;

/** Starts one, at any free port. */
export async function openEchoingProvider(): Promise<EchoingProvider> {
  const repeated: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const say = (status: number, json: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    const path = new URL(request.url ?? '', origin).pathname;
    const fields = [...new URLSearchParams(body).values()];
    switch (path) {
      case '/realms/demo/.well-known/openid-configuration':
        return say(200, metadata());
      case '/realms/demo/device':
        return say(200, { ...DEVICE, verification_uri: `${origin}/device`, expires_in: 60, interval: 1 });
      case '/realms/demo/token': {
        const secrets = secretOfBasic(request);
        repeated.push(...fields, ...secrets);
        const said = [...fields, ...secrets, request.headers.authorization ?? '', body].join(' ');
        return say(401, { error: 'invalid_grant', error_description: `was it not ${said}` });
      }
      case '/realms/demo/auth': {
        repeated.push(...fields);
        const said = fields.map((field) => field.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)).join(' ');
        const error = `<h1>Log in</h1><p class="kc-feedback-text">was it not ${said}</p>`;
        response.writeHead(200, { 'content-type': 'text/html' });
        return response.end(request.method === 'POST' ? `${error}${PAGE}` : PAGE);
      }
      default:
        return say(404, { error: 'not found' });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = `${origin}/realms/demo`;
  const metadata = () => ({
    issuer,
    token_endpoint: `${issuer}/token`,
    authorization_endpoint: `${issuer}/auth`,
    device_authorization_endpoint: `${issuer}/device`,
    jwks_uri: `${issuer}/certs`,
    scopes_supported: ['openid', 'tool-audience'],
  });
  return { issuer, repeated: () => repeated, close: () => closeServer(server) };
}

/** RFC 6749, section 2.3.1: encoded as a field of a form. */
function secretOfBasic({ headers }: IncomingMessage): readonly string[] {
  const [, basic = ''] = /^Basic (.*)$/i.exec(headers.authorization ?? '') ?? [];
  const [, encoded] = /:(.*)$/.exec(Buffer.from(basic, 'base64').toString()) ?? [];
  return encoded === undefined ? [] : new URLSearchParams(`secret=${encoded}`).getAll('secret');
}
