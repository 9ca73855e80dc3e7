import type { Secret } from '../../src/evidence/secret.ts';
import type { Browser } from '../clients/browser.ts';
import type {
  ClientOptions,
  CodeOptions,
  ExchangeOptions,
  LoginOptions,
  RefreshOptions,
  TokenSet,
} from '../clients/login.ts';
import type { CodeLoginOptions } from '../clients/login-by-code.ts';
import type { DeviceLoginOptions } from '../clients/login-by-device.ts';
import type { LoginWitness } from '../clients/login-witness.ts';
import type { GivenToken, TokenCommand } from '../clients/token-elsewhere.ts';
import type { Credentials } from '../identity/credentials.ts';
import { clientOf, redirectPathOf, scopeOf } from '../identity/plan-lookup.ts';
import type { RealmPlan } from '../identity/realm-plan.ts';

/** A token is renewed when it has less than this left. */
const RENEW_BEFORE_MS = 30_000;

/** How a token is got. Client and scope are named by their keys in the realm plan. */
export type Grant =
  /** By the learner's name and password (RFC 6749, section 4.3). */
  | ({ readonly by: 'password' } & Asker)
  /** By the client, for itself (RFC 6749, section 4.4). */
  | ({ readonly by: 'client' } & Asker)
  /** By the user, in a browser on this machine (RFC 6749 section 4.1, RFC 8252); with `prompt`, consent is asked though it was given before. */
  | ({ readonly by: 'code'; readonly prompt?: 'consent' } & Asker)
  /** By the user, in any browser, for a client that has none (RFC 8628); one that is impatient asks twice at once, and gets nothing. */
  | ({ readonly by: 'device'; readonly impatient?: true } & Asker)
  /** By a code that came in some way, and the redirect URI that it came to: without the proof that it was asked for here. */
  | ({ readonly by: 'redeem'; readonly code: Secret; readonly redirectUri: string } & Asker)
  /** By a refresh token (RFC 6749, section 6). */
  | ({ readonly by: 'refresh'; readonly refreshToken: Secret } & Asker)
  /** By a client that gives one of the wallet's tokens, by its name, for one for somebody else, by the key (RFC 8693). */
  | ({ readonly by: 'exchange'; readonly subject: string; readonly audience?: string } & Asker)
  /** By somebody else, or by a command that is run each time. Whom it was asked for by is what is supposed. */
  | ({ readonly by: 'given' } & GivenToken & Asker)
  | ({ readonly by: 'command'; readonly command: readonly string[] } & Asker);

interface Asker {
  readonly client: string;
  readonly scope?: string | readonly string[];
  /** What is sent beside the scope, by parameter. */
  readonly asks?: Readonly<Record<string, string>>;
  /** Who is asked, where that is not the lab's own identity provider by its own name. */
  readonly issuer?: string;
}

/** How tokens are asked for. Each throws a TutorialError of kind login-refused where the provider does not want to. */
export interface TokenClient {
  login(options: LoginOptions): Promise<TokenSet>;
  clientLogin(options: ClientOptions): Promise<TokenSet>;
  refresh(options: RefreshOptions): Promise<TokenSet>;
  exchange(options: ExchangeOptions): Promise<TokenSet>;
  redeem(options: CodeOptions): Promise<TokenSet>;
  loginByCode(options: CodeLoginOptions): Promise<TokenSet>;
  loginByDevice(options: DeviceLoginOptions): Promise<TokenSet>;
  given(token: GivenToken): Promise<TokenSet>;
  ofCommand(command: TokenCommand): Promise<TokenSet>;
}

/** Who is at the browser of one login, and who is told of it. */
export interface LoginCompany {
  /** Somebody else than for other logins. */
  readonly browser?: Browser | undefined;
  readonly witness?: LoginWitness;
}

/** Whose tokens, and where they come from. */
export interface WalletOptions {
  credentials: Credentials;
  realm: RealmPlan;
  /** Loaded when the first token is wanted. */
  client: () => Promise<TokenClient>;
  /** Asked each time, for the provider may be another by then. */
  issuer: () => string;
  /** The secret of a confidential client, by its id; undefined where it is not known. */
  secretOf: (clientId: string, signal: AbortSignal) => Promise<Secret | undefined>;
  /** For the logins that need one. */
  browser: Browser;
  /** Told of each token that is new, with its name. */
  onToken: (name: string, token: TokenSet) => void;
}

/** The access tokens that a lesson acts with, by the names that it gives them: got when they are wanted, kept, and renewed in time. */
export class Wallet {
  readonly #options: WalletOptions;
  readonly #kept = new Map<string, TokenSet>();

  constructor(options: WalletOptions) {
    this.#options = options;
  }

  /**
   * The token of a name, good for a while: the kept one, a refreshed one, or where that is refused or cannot be one that `grant` gives. A name stands
   * for one grant: what is kept under it is given, however it was got.
   */
  async token(name: string, grant: Grant, signal: AbortSignal): Promise<TokenSet> {
    const kept = this.#kept.get(name);
    if (kept && kept.expiresAt - Date.now() > RENEW_BEFORE_MS) return kept;
    const { client, issuer, asks } = grant;
    const { refreshToken } = kept ?? {};
    const anew = () => this.ask(grant, signal);
    const token = await (refreshToken
      ? this.ask(
          { by: 'refresh', client, ...(issuer && { issuer }), ...(asks && { asks }), refreshToken },
          signal,
        ).catch(anew)
      : anew());
    this.keep(name, token);
    return token;
  }

  /** What is kept under a name, however old it is. */
  kept(name: string): TokenSet | undefined {
    return this.#kept.get(name);
  }

  /** Takes in the token of a login that was made elsewhere, in place of the one before; undefined where that login gave none. */
  keep(name: string, token: TokenSet | undefined): void {
    if (token) this.#kept.set(name, token);
    else this.#kept.delete(name);
    if (token) this.#options.onToken(name, token);
  }

  /** A token that is given in exchange; whoever wants it to be good for a while asks for it first. */
  #subject(name: string): Secret {
    const kept = this.#kept.get(name);
    if (!kept) throw new Error(`The wallet has no token ${name} to exchange.`);
    return kept.accessToken;
  }

  /** A token that this grant gives, each time another; it is not kept. */
  async ask(grant: Grant, signal: AbortSignal, { browser, witness }: LoginCompany = {}): Promise<TokenSet> {
    const { credentials, realm, issuer, secretOf, client: load } = this.#options;
    if (grant.by === 'given') return (await load()).given(grant);
    if (grant.by === 'command') return (await load()).ofCommand({ command: grant.command, signal });
    const plan = clientOf(realm, grant.client);
    const { id: clientId, access } = plan;
    const secret = access === 'confidential' ? await secretOf(clientId, signal) : undefined;
    const asker = {
      issuer: grant.issuer ?? issuer(),
      clientId,
      ...(secret && { secret }),
      ...(witness && { witness }),
      signal,
    };
    const scopes = [grant.scope ?? []].flat().map((key) => scopeOf(realm, key).name);
    const scope = { ...(scopes.length > 0 && { scope: scopes.join(' ') }), ...(grant.asks && { asks: grant.asks }) };
    const { visit, invite } = browser ?? this.#options.browser;
    const client = await load();
    switch (grant.by) {
      case 'password':
        return client.login({ ...asker, ...scope, username: credentials.userName, password: credentials.password });
      case 'client':
        return client.clientLogin({ ...asker, ...scope });
      case 'code':
        return client.loginByCode({
          ...asker,
          ...scope,
          redirectPath: redirectPathOf(plan),
          visit,
          ...(grant.prompt && { prompt: grant.prompt }),
        });
      case 'device':
        return client.loginByDevice({ ...asker, ...scope, invite, impatient: grant.impatient ?? false });
      case 'redeem':
        return client.redeem({ ...asker, code: grant.code, redirectUri: grant.redirectUri });
      case 'refresh':
        return client.refresh({ ...asker, ...scope, refreshToken: grant.refreshToken });
      case 'exchange': {
        const audience = grant.audience && { audience: clientOf(realm, grant.audience).id };
        return client.exchange({ ...asker, ...scope, ...audience, subjectToken: this.#subject(grant.subject) });
      }
    }
  }
}
