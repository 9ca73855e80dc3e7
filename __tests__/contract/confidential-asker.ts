import * as z from 'zod';
import type { ClientSecrets } from '../../services/identity/client-secrets.ts';
import { readAnswer, sendTo } from './identity-asker.ts';

/** A provider that serves CONFIDENTIAL_PLAN. */
export interface ConfidentialTarget {
  readonly baseUrl: string;
  readonly secrets: ClientSecrets;
  readonly username: string;
  readonly password: string;
}

export const CONFIDENTIAL_PROTOCOL = '/realms/confidential/protocol/openid-connect';

/** The right secret, in whatever a row says. */
export const RIGHT: unique symbol = Symbol('the right secret');
export type Shown = string | typeof RIGHT;

export interface ConfidentialAsk {
  readonly path?: string;
  /** A field may come more than once; an undefined one does not come. */
  readonly form?: Readonly<Record<string, Shown | readonly string[] | undefined>>;
  /** Client and secret, as HTTP Basic has them. */
  readonly basic?: readonly [client: string, secret: Shown];
}

/** The MCP server, as it shows who it is. */
export const MCP = ['mcp-server', RIGHT] as const;

export const grantSchema = z.looseObject({ access_token: z.string(), scope: z.string() });
const loginSchema = grantSchema.extend({ refresh_token: z.string(), id_token: z.string().optional() });

export const refusal = (status: number, error: string, error_description: string) => ({
  status,
  body: { error, error_description },
});

/** What is asked of a realm with confidential clients. `target` is called when the tests run. */
export class ConfidentialAsker {
  readonly #target: () => ConfidentialTarget;

  constructor(target: () => ConfidentialTarget) {
    this.#target = target;
  }

  get target(): ConfidentialTarget {
    return this.#target();
  }

  get issuer(): string {
    return `${this.target.baseUrl}/realms/confidential`;
  }

  send({ path = '/token', form = {}, basic }: ConfidentialAsk): Promise<Response> {
    const { baseUrl, secrets } = this.target;
    const client = String(form.client_id ?? basic?.[0]);
    const reveal = (shown: Shown) => (shown === RIGHT ? (secrets[client]?.reveal() ?? '') : shown);
    const fields = Object.entries(form).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const values: readonly Shown[] = typeof value === 'object' ? value : [value];
      return values.map((each): [string, string] => [name, reveal(each)]);
    });
    const encoded = basic && [basic[0], reveal(basic[1])].map(encodeURIComponent).join(':');
    return sendTo(baseUrl, {
      path: `${CONFIDENTIAL_PROTOCOL}${path}`,
      body: new URLSearchParams(fields).toString(),
      ...(encoded && { headers: { authorization: `Basic ${btoa(encoded)}` } }),
    });
  }

  async answerTo(ask: ConfidentialAsk): Promise<{ status: number; body: unknown }> {
    return readAnswer(await this.send(ask));
  }

  /** A password grant of the public client, or of the one that `ask` names; it has to succeed. */
  async logIn(scope: string, { form, basic }: ConfidentialAsk = { form: { client_id: 'llama-stack' } }) {
    const { username, password } = this.target;
    const fields = { grant_type: 'password', username, password, scope, ...form };
    const { status, body } = await this.answerTo({ form: fields, ...(basic && { basic }) });
    expect(status).toBe(200);
    return loginSchema.parse(body);
  }

  /** What a client that is in `aud` hears of a token. */
  introspect(token: string | undefined, basic: ConfidentialAsk['basic'] = MCP, more: ConfidentialAsk['form'] = {}) {
    return this.answerTo({ path: '/token/introspect', form: { token, ...more }, ...(basic && { basic }) });
  }

  refresh(refresh_token: string) {
    return this.answerTo({ form: { grant_type: 'refresh_token', client_id: 'llama-stack', refresh_token } });
  }
}
