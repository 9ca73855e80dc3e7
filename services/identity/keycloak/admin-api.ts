import * as z from 'zod';
import { TutorialError } from '../../../src/errors.ts';
import { protectedUrl } from '../../protected-url.ts';
import { Secret } from '../../secret.ts';
import { type HttpAnswer, httpAsk } from './http.ts';

/** An admin's token lives 60 s; a new one is taken well before. */
const TOKEN_KEPT_MS = 30_000;

export interface AdminLogin {
  readonly username: string;
  readonly password: Secret;
}

export interface AdminApiOptions {
  /** Where the Keycloak lives, e.g. `http://localhost:8080`. */
  readonly baseUrl: string;
  readonly login: AdminLogin;
  readonly signal: AbortSignal;
}

const tokenSchema = z.object({ access_token: z.string() });
const refusalSchema = z.object({
  error: z.string().optional(),
  error_description: z.string().optional(),
  errorMessage: z.string().optional(),
});

/** Keycloak's Admin REST API, as far as the set-up needs it. Paths begin behind `/admin`. */
export class AdminApi {
  readonly #options: AdminApiOptions;
  #token: { readonly text: Promise<Secret>; readonly takenAt: number } | undefined;

  constructor(options: AdminApiOptions) {
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  /** Only sees whether the login is taken; throws where it is not. */
  async logIn(): Promise<void> {
    await this.#freshToken();
  }

  /** What stands there; undefined where nothing does. */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const answer = await this.#send('GET', path);
    if (answer.status === 404) return undefined;
    const parsed = schema.safeParse(answer.json);
    if (answer.status !== 200 || !parsed.success) throw refused(`GET ${path}`, answer);
    return parsed.data;
  }

  /** Creates something; that somebody else was faster is no error. */
  async post(path: string, body: unknown): Promise<void> {
    const answer = await this.#send('POST', path, body);
    if (answer.status >= 300 && answer.status !== 409) throw refused(`POST ${path}`, answer);
  }

  async put(path: string, body: unknown): Promise<void> {
    const answer = await this.#send('PUT', path, body);
    if (answer.status >= 300) throw refused(`PUT ${path}`, answer);
  }

  /** Takes something away; that it is gone already is no error. */
  async delete(path: string): Promise<void> {
    const answer = await this.#send('DELETE', path);
    if (answer.status >= 300 && answer.status !== 404) throw refused(`DELETE ${path}`, answer);
  }

  async #send(method: string, path: string, body?: unknown): Promise<HttpAnswer> {
    const token = await this.#freshToken();
    const headers = { authorization: `Bearer ${token.reveal()}`, 'content-type': 'application/json' };
    const url = `${this.#options.baseUrl}/admin${path}`;
    const ask = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return httpAsk(url, ask, this.#options.signal);
  }

  /** One login for all who ask at once. */
  #freshToken(): Promise<Secret> {
    if (!this.#token || Date.now() - this.#token.takenAt > TOKEN_KEPT_MS) {
      this.#token = { text: adminToken(this.#options), takenAt: Date.now() };
    }
    return this.#token.text;
  }
}

/** To this Keycloak our address is not a local one, and its realm asks for TLS. */
export class HttpsRequired extends TutorialError {
  constructor(baseUrl: string) {
    super('part-unreachable', `Keycloak at ${baseUrl} answers: HTTPS required.`, {
      why: 'Its realm master asks for TLS from every address that it does not take for a local one, as behind port proxies and VPNs.',
      next:
        'Publish its port on loopback only (-p 127.0.0.1:8080:8080), or set Require SSL to None inside its container: ' +
        'kcadm.sh update realms/master -s sslRequired=NONE.',
    });
  }
}

async function adminToken({ baseUrl, login, signal }: AdminApiOptions): Promise<Secret> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: 'admin-cli',
    username: login.username,
    password: login.password.reveal(),
  });
  const url = `${baseUrl}/realms/master/protocol/openid-connect/token`;
  const answer = await httpAsk(protectedUrl(url).href, { method: 'POST', body }, signal);
  const token = tokenSchema.safeParse(answer.json);
  if (answer.status === 200 && token.success) return new Secret(token.data.access_token);
  if (answer.status === 403 && answer.text.includes('HTTPS required')) throw new HttpsRequired(baseUrl);
  const refusal = refusalSchema.safeParse(answer.json);
  if (!refusal.success || refusal.data.error === undefined) {
    throw new TutorialError('part-unreachable', `No Keycloak answers at ${baseUrl}.`, {
      why: `Its token endpoint, ${url}, answered HTTP ${answer.status}.`,
      next: 'Give the URL under which /realms/master answers, or an issuer URL (…/realms/demo).',
    });
  }
  const { error, error_description } = refusal.data;
  throw new TutorialError(
    'login-refused',
    `Keycloak refused the login of its admin ${login.username}: ${error_description ?? error}.`,
    {
      why: 'Keycloak says the same of a wrong name and of a wrong password.',
      next: 'Set KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD to those of an admin of the realm master.',
    },
  );
}

function refused(what: string, { status, json }: HttpAnswer): TutorialError {
  const refusal = refusalSchema.safeParse(json);
  const said = refusal.success
    ? (refusal.data.errorMessage ?? refusal.data.error_description ?? refusal.data.error)
    : undefined;
  if (status === 401 || status === 403) {
    return new TutorialError('login-refused', `The admin may not ${what} (HTTP ${status}).`, {
      why: 'The account has no right to manage this realm.',
      next: 'Use an admin of the realm master with the role admin.',
    });
  }
  return new TutorialError('check-failed', `Keycloak refused ${what}: ${said ?? `HTTP ${status}`}.`, {
    next: 'Do this part by hand in the console, then verify; the finding names the click.',
  });
}
