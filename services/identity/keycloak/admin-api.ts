import * as z from 'zod';
import { type FailureDetails, TutorialError } from '../../../src/errors.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { protectedUrl } from '../../wire/protected-url.ts';
import { askProvider, type ProviderAnswer } from '../ask-provider.ts';
import type { AdminLogin } from './admin-login.ts';

/** An admin's token lives 60 s; a new one is taken well before. */
const TOKEN_KEPT_MS = 30_000;

const tokenSchema = z.object({ access_token: z.string() });
const refusalSchema = z.object({
  error: z.string().optional(),
  error_description: z.string().optional(),
  errorMessage: z.string().optional(),
});

/** An admin of one Keycloak, whose token serves every call until it grows old: one login for all who ask. */
export class AdminSession {
  /** Where the Keycloak lives, e.g. `http://localhost:8080`. */
  readonly baseUrl: string;
  readonly #login: AdminLogin;
  #token: { readonly text: Promise<Secret>; readonly takenAt: number } | undefined;

  constructor(baseUrl: string, login: AdminLogin) {
    this.baseUrl = baseUrl;
    this.#login = login;
  }

  /** Logs in where there is no fresh token. Throws a TutorialError of kind login-refused where the login is not taken. */
  token(signal: AbortSignal): Promise<Secret> {
    if (!this.#token || Date.now() - this.#token.takenAt > TOKEN_KEPT_MS) {
      const text = adminToken(this.baseUrl, this.#login, signal);
      this.#token = { text, takenAt: Date.now() };
      text.catch(() => {
        this.#token = undefined;
      });
    }
    return this.#token.text;
  }
}

/** What Keycloak did not do, in its own words. */
export class AdminRefusal extends TutorialError {
  readonly status: number;
  /** Empty where it said nothing. */
  readonly said: string;

  constructor(what: string, status: number, said: string) {
    const mayNot = status === 401 || status === 403;
    super(
      mayNot ? 'login-refused' : 'check-failed',
      mayNot ? `The admin may not ${what} (HTTP ${status}).` : `Keycloak refused ${what}: ${said || `HTTP ${status}`}.`,
      mayNot
        ? {
            why: 'The account has no right to manage this realm.',
            next: 'Use an admin of the realm master with the role admin.',
          }
        : {},
    );
    this.status = status;
    this.said = said;
  }
}

/** Keycloak's Admin REST API, as far as the set-up needs it. Paths begin behind `/admin`. Throws an AdminRefusal where Keycloak says no. */
export class AdminApi {
  readonly #session: AdminSession;
  readonly signal: AbortSignal;
  readonly #secrets: readonly Secret[];

  /** `secrets` is what is sent there beside the admin's token: Keycloak's words never repeat it. */
  constructor(session: AdminSession, signal: AbortSignal, secrets: readonly Secret[] = []) {
    this.#session = session;
    this.signal = signal;
    this.#secrets = secrets;
  }

  /** What stands there; undefined where nothing does. */
  async get<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const answer = await this.#send('GET', path);
    if (answer.status === 404) return undefined;
    const parsed = schema.safeParse(answer.json);
    if (answer.status !== 200 || !parsed.success) throw refused(`GET ${path}`, answer);
    return parsed.data;
  }

  /** What stands there, where this admin may see it. */
  async peek<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
    try {
      return await this.get(path, schema);
    } catch (error) {
      if (error instanceof AdminRefusal) return undefined;
      throw error;
    }
  }

  /** Creates something; that it is there already, because somebody else was faster, is no error. */
  async post(path: string, body: unknown): Promise<void> {
    const answer = await this.#send('POST', path, JSON.stringify(body));
    if (answer.status >= 300 && answer.status !== 409) throw refused(`POST ${path}`, answer);
  }

  /** Creates something that has to be new. Returns its id, which is the end of its address (RFC 9110, section 10.2.2). */
  async add(path: string, body: unknown): Promise<string | undefined> {
    const answer = await this.#send('POST', path, JSON.stringify(body));
    if (answer.status >= 300) throw refused(`POST ${path}`, answer);
    return answer.headers.location?.split('/').at(-1);
  }

  async put(path: string, body: unknown): Promise<void> {
    const answer = await this.#send('PUT', path, JSON.stringify(body));
    if (answer.status >= 300) throw refused(`PUT ${path}`, answer);
  }

  async putText(path: string, text: string): Promise<void> {
    const answer = await this.#send('PUT', path, text, 'text/plain');
    if (answer.status >= 300) throw refused(`PUT ${path}`, answer);
  }

  /** Takes something away; that it is gone already is no error. */
  async delete(path: string): Promise<void> {
    const answer = await this.#send('DELETE', path);
    if (answer.status >= 300 && answer.status !== 404) throw refused(`DELETE ${path}`, answer);
  }

  async #send(method: string, path: string, body?: string, type = 'application/json'): Promise<ProviderAnswer> {
    const token = await this.#session.token(this.signal);
    const headers = { authorization: `Bearer ${token.reveal()}`, 'content-type': type };
    const url = `${this.#session.baseUrl}/admin${path}`;
    const ask = { method, headers, secrets: this.#secrets, ...(body !== undefined && { body }) };
    return askProvider(url, ask, this.signal);
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

async function adminToken(baseUrl: string, login: AdminLogin, signal: AbortSignal): Promise<Secret> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: 'admin-cli',
    username: login.username,
    password: login.password.reveal(),
  });
  const url = `${baseUrl}/realms/master/protocol/openid-connect/token`;
  const answer = await askProvider(protectedUrl(url).href, { method: 'POST', body }, signal);
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
    whyRefused(error_description ?? error),
  );
}

/** What Keycloak's words about its admin's login mean. */
function whyRefused(said: string): FailureDetails {
  if (said.startsWith('Account is not fully set up')) {
    return {
      why: 'The password fits, but it is a temporary one, or something else has to be done at the next login.',
      next: 'Log in to the admin console once, do what it asks for, and start again.',
    };
  }
  if (said.startsWith('Account disabled')) {
    return { why: 'The account is switched off.', next: 'Use another admin of the realm master.' };
  }
  return {
    why: 'Keycloak says the same of a wrong name, a wrong password, a locked account and one that wants a one-time code.',
    next: 'Set KC_BOOTSTRAP_ADMIN_USERNAME and KC_BOOTSTRAP_ADMIN_PASSWORD to those of an admin of the realm master.',
  };
}

function refused(what: string, { status, json }: ProviderAnswer): AdminRefusal {
  const { data } = refusalSchema.safeParse(json);
  return new AdminRefusal(what, status, data?.errorMessage ?? data?.error_description ?? data?.error ?? '');
}
