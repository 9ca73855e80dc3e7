import { createHash } from 'node:crypto';
import { decodeJwt, type JWTPayload } from 'jose';
import { readAnswer, sendTo, type Tokens, tokensSchema } from './identity-asker.ts';
import type { Ask, Fields, IdentityTarget } from './identity-rows.ts';
import { type Shown, TestBrowser } from './test-browser.ts';

const PROTOCOL = '/realms/logins/protocol/openid-connect';
export const CALLBACK = 'http://127.0.0.1:33420/callback';
export const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

/** What is asked of a provider that serves LOGIN_PLAN. */
export class LoginAsker {
  readonly #target: () => IdentityTarget;

  constructor(target: () => IdentityTarget) {
    this.#target = target;
  }

  get target(): IdentityTarget {
    return this.#target();
  }

  get issuer(): string {
    return `${this.target.baseUrl}/realms/logins`;
  }

  /** The address of a login of mcp-cli, with other parameters put in or taken out. */
  authorization(fields: Fields = {}): string {
    const all: Fields = {
      response_type: 'code',
      client_id: 'mcp-cli',
      redirect_uri: CALLBACK,
      scope: 'openid mcp-audience',
      state: 'st',
      code_challenge: CHALLENGE,
      code_challenge_method: 'S256',
      ...fields,
    };
    return `${this.target.baseUrl}${PROTOCOL}/auth?${new URLSearchParams(given(all))}`;
  }

  /** The user fills in the login page. */
  async logIn(browser = new TestBrowser(), fields: Fields = {}): Promise<Shown> {
    return this.fillIn(browser, await browser.get(this.authorization(fields)));
  }

  fillIn(browser: TestBrowser, page: Shown): Promise<Shown> {
    const { username, password } = this.target;
    return browser.submit(page, { username, password });
  }

  /** A token request for a code, with other fields put in or taken out. */
  redeem(code: string, fields: Fields = {}): Promise<{ status: number; body: unknown }> {
    const right = { client_id: 'mcp-cli', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
    return this.post('/token', { grant_type: 'authorization_code', ...right, ...fields });
  }

  refresh(refresh_token: string, client_id = 'mcp-cli'): Promise<{ status: number; body: unknown }> {
    return this.post('/token', { grant_type: 'refresh_token', client_id, refresh_token });
  }

  startDevice(fields: Fields = {}): Promise<{ status: number; body: unknown }> {
    return this.post('/auth/device', { client_id: 'mcp-device', scope: 'openid mcp-audience', ...fields });
  }

  poll(device_code: string | undefined, fields: Fields = {}): Promise<{ status: number; body: unknown }> {
    const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
    return this.post('/token', { grant_type, client_id: 'mcp-device', device_code, ...fields });
  }

  async post(path: string, fields: Fields, headers: Ask['headers'] = {}): Promise<{ status: number; body: unknown }> {
    return readAnswer(await sendTo(this.target.baseUrl, { path: `${PROTOCOL}${path}`, fields, headers }));
  }

  async userinfo(token: string): Promise<Response> {
    return sendTo(this.target.baseUrl, {
      path: `${PROTOCOL}/userinfo`,
      headers: { authorization: `Bearer ${token}` },
    });
  }
}

/** What a callback says, by name; in the order in which it does. */
export function toldTo({ location = '' }: Shown): Record<string, string> {
  const { search, hash } = new URL(location);
  return Object.fromEntries(new URLSearchParams((hash || search).slice(1)));
}

export function codeIn(callback: Shown): string {
  return toldTo(callback).code ?? '';
}

export function tokensIn({ status, body }: { status: number; body: unknown }): Tokens {
  expect(status).toBe(200);
  return tokensSchema.parse(body);
}

export function claimsOf(token: string | undefined): JWTPayload {
  return decodeJwt(token ?? '');
}

function given(fields: Fields): [string, string][] {
  return Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
}
