import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyResult, jwtVerify } from 'jose';
import * as z from 'zod';
import { type Ask, type Fields, type IdentityTarget, PROTOCOL, passwordGrant } from './identity-rows.ts';

export const tokensSchema = z.looseObject({
  access_token: z.string(),
  refresh_token: z.string(),
  id_token: z.string().optional(),
  session_state: z.string(),
  scope: z.string(),
});
export type Tokens = z.infer<typeof tokensSchema>;

export const keySetSchema = z.object({
  keys: z.array(z.looseObject({ kid: z.string(), kty: z.string(), use: z.string(), alg: z.string() })),
});

/** What is asked of an identity provider again and again. */
export class IdentityAsker {
  readonly #target: () => IdentityTarget;

  /** `target` is called when the tests run: before that the provider may not have started. */
  constructor(target: () => IdentityTarget) {
    this.#target = target;
  }

  get target(): IdentityTarget {
    return this.#target();
  }

  get issuer(): string {
    return `${this.target.baseUrl}/realms/demo`;
  }

  send(ask: Ask): Promise<Response> {
    return sendTo(this.target.baseUrl, ask);
  }

  async answerTo(ask: Ask): Promise<{ status: number; body: unknown }> {
    return readAnswer(await this.send(ask));
  }

  userinfo(headers: Record<string, string>): Promise<Response> {
    return this.send({ path: `${PROTOCOL}/userinfo`, headers });
  }

  /** A password grant that has to succeed. */
  async logIn(fields: Fields = {}): Promise<Tokens> {
    const { status, body } = await this.answerTo(passwordGrant(fields)(this.target));
    expect(status).toBe(200);
    return tokensSchema.parse(body);
  }

  /** Verifies a token with the keys that the provider shows. */
  async verified(token: string, audience?: string): Promise<JWTVerifyResult> {
    const keys = keySetSchema.parse((await this.answerTo({ path: `${PROTOCOL}/certs` })).body);
    return jwtVerify(token, createLocalJWKSet(keys as JSONWebKeySet), {
      algorithms: ['RS256'],
      issuer: this.issuer,
      ...(audience && { audience }),
    });
  }
}

/** What a token says of the user that the realm description makes of a name. */
export function userClaims(username: string): Record<string, unknown> {
  return {
    email_verified: false,
    name: `${username} ${username}`,
    preferred_username: username,
    given_name: username,
    family_name: username,
    email: `${username}@${username}.com`,
  };
}

export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}

export function sendTo(baseUrl: string, { method, path, headers = {}, fields, body }: Ask): Promise<Response> {
  const given = Object.entries(fields ?? {}).filter((field): field is [string, string] => field[1] !== undefined);
  const content = body ?? (fields && new URLSearchParams(given).toString());
  return fetch(`${baseUrl}${path}`, {
    method: method ?? (content === undefined ? 'GET' : 'POST'),
    headers: { ...(content !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }), ...headers },
    body: content ?? null,
    redirect: 'manual',
  });
}

export async function readAnswer(response: Response): Promise<{ status: number; body: unknown }> {
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

/** The names in a scope, which is a set. */
export function words(scope: string): string[] {
  return scope.split(' ').toSorted();
}

/** The same JWT with another signature. */
export function tampered(token: string): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return [header, payload, [...signature].toReversed().join('')].join('.');
}
