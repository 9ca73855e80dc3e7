import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { errors, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { type Answer, json, NO_STORE } from './answer.ts';
import { GRANTS, GRANTS_OFFERED, hasDuplicates } from './grants.ts';
import { invalidScopes, KeycloakError, refusal } from './keycloak-error.ts';
import { createProvider, METADATA_ROUTE, ROUTES } from './provider.ts';
import type { RealmState } from './realm-state.ts';

/** What oidc-provider cannot know: it lists every grant that is refused in Keycloak's words, and does not see the claims of our tokens. */
const TRUE_HERE = {
  grant_types_supported: GRANTS_OFFERED,
  claims_supported: [
    ...['iss', 'sub', 'aud', 'exp', 'iat', 'acr', 'azp', 'sid'],
    ...['name', 'given_name', 'family_name', 'preferred_username', 'email', 'email_verified'],
  ],
};

/** A request to oidc-provider, and what becomes of it. */
interface Errand {
  form: URLSearchParams;
  status?: number;
  body?: unknown;
  said?: string;
  fault?: Error;
}

/** oidc-provider for one issuer, asked in this process without a socket: client authentication, grants, key set and metadata are its work. */
export class Engine {
  readonly #errands = new WeakMap<IncomingMessage, Errand>();
  readonly #provider: Provider;
  readonly #handle: ReturnType<Provider['callback']>;

  static async create(state: RealmState, issuer: string): Promise<Engine> {
    return new Engine(await createProvider(state, issuer), state);
  }

  private constructor(provider: Provider, state: RealmState) {
    this.#provider = provider;
    const clients = Object.values(state.realm.clients);
    for (const [type, handler] of GRANTS) {
      provider.registerGrantType(type, async (ctx) => {
        const errand = this.#errand(ctx);
        if (hasDuplicates(errand.form)) throw refusal('parameterTwice');
        const client = clients.find(({ clientId }) => clientId === ctx.oidc.client?.clientId);
        if (!client) throw refusal('clientUnknown');
        const issued = await handler(state, { form: errand.form, client, issuer: provider.issuer });
        errand.said = issued.said;
        ctx.body = issued.response;
      });
    }
    provider.on('grant.error', (ctx, error) => this.#rephrase(ctx, error));
    provider.on('server_error', (ctx, fault) => Object.assign(this.#errand(ctx), { fault }));
    provider.use(async (ctx, next) => {
      await next();
      Object.assign(this.#errand(ctx), { status: ctx.status, body: ctx.body });
      ctx.respond = false;
    });
    this.#handle = provider.callback();
  }

  /** Answers a token request (RFC 6749 section 3.2). */
  async token(form: URLSearchParams): Promise<Answer> {
    const { status = 500, body, said } = await this.#ask('POST', ROUTES.token, form);
    return { ...json(status, body, NO_STORE), ...(said !== undefined && { said }) };
  }

  /** The key set (RFC 7517 section 5). */
  async certs(): Promise<Answer> {
    const { body } = await this.#ask('GET', ROUTES.jwks);
    return json(200, body, { 'cache-control': 'no-cache' });
  }

  /** The provider's metadata (OpenID Connect Discovery section 3, RFC 8414 section 3). */
  async metadata(): Promise<Answer> {
    const { body } = await this.#ask('GET', METADATA_ROUTE);
    return json(200, Object.assign({}, body, TRUE_HERE), { 'cache-control': 'no-cache' });
  }

  async #ask(method: string, url: string, form = new URLSearchParams()): Promise<Errand> {
    const body = form.toString();
    const request = new IncomingMessage(new Socket({ readable: false, writable: false }));
    // `originalUrl` tells, as under Express, where the provider is mounted.
    Object.assign(request, { method, url, originalUrl: new URL(this.#provider.issuer).pathname + url, complete: true });
    request.headers = { host: new URL(this.#provider.issuer).host, accept: 'application/json' };
    if (method === 'POST') {
      request.headers['content-type'] = 'application/x-www-form-urlencoded';
      request.headers['content-length'] = String(Buffer.byteLength(body));
      request.push(body);
    }
    request.push(null);
    const errand: Errand = { form };
    this.#errands.set(request, errand);
    await this.#handle(request, new ServerResponse(request));
    if (errand.fault) throw errand.fault;
    return errand;
  }

  #errand(ctx: Pick<KoaContextWithOIDC, 'req'>): Errand {
    const errand = this.#errands.get(ctx.req);
    if (!errand) throw new Error('oidc-provider answered a request that nobody made.');
    return errand;
  }

  /** oidc-provider's own refusals, in Keycloak's words. */
  #rephrase(ctx: KoaContextWithOIDC, error: errors.OIDCProviderError): void {
    const { form } = this.#errand(ctx);
    const said = error instanceof KeycloakError ? error : inKeycloaksWords(error, form);
    ctx.status = said.statusCode;
    ctx.body = { error: said.message, error_description: said.error_description };
    this.#errand(ctx).said = said.error_description ?? said.message;
  }
}

function inKeycloaksWords({ error }: errors.OIDCProviderError, form: URLSearchParams): KeycloakError {
  if (error === 'invalid_scope') return invalidScopes(form.get('scope') ?? '');
  if (error === 'invalid_request' && hasDuplicates(form)) return refusal('parameterTwice');
  return refusal('clientUnknown');
}
