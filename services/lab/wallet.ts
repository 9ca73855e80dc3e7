import type { LoginOptions, RefreshOptions, TokenSet } from '../clients/login.ts';
import type { Credentials } from '../identity/credentials.ts';
import type { Login } from '../identity/plan-lookup.ts';

/** A token is renewed when it has less than this left. */
const RENEW_BEFORE_MS = 30_000;

/** How tokens are got. Both throw a TutorialError of kind login-refused where the provider does not want to. */
export interface TokenClient {
  login(options: LoginOptions): Promise<TokenSet>;
  refresh(options: RefreshOptions): Promise<TokenSet>;
}

/** Who logs in, and how. */
export interface WalletOptions {
  credentials: Credentials;
  /** Which client asks for them, and for which scope. */
  login: Login;
  /** Loaded when the first token is wanted. */
  client: () => Promise<TokenClient>;
  /** Whose tokens: asked each time, for the provider may be another by then. */
  issuer: () => string;
  onToken: (token: TokenSet) => void;
}

/** The learner's access token: got by a login with the scope of the lesson, kept, and renewed in time. */
export class Wallet {
  readonly #options: WalletOptions;
  #kept: TokenSet | undefined;

  constructor(options: WalletOptions) {
    this.#options = options;
  }

  /** A token that is good for a while: the kept one, a refreshed one, or where that is refused one of a new login. */
  async token(signal: AbortSignal): Promise<TokenSet> {
    const kept = this.#kept;
    if (kept && kept.expiresAt - Date.now() > RENEW_BEFORE_MS) return kept;
    const { credentials, login: by, issuer, onToken } = this.#options;
    const { login, refresh } = await this.#options.client();
    const client = { issuer: issuer(), clientId: by.client.id, signal };
    const logIn = () => {
      const { userName: username, password } = credentials;
      return login({ ...client, username, password, scope: by.scope.name });
    };
    const token = kept?.refreshToken
      ? await refresh({ ...client, refreshToken: kept.refreshToken }).catch(logIn)
      : await logIn();
    this.#kept = token;
    onToken(token);
    return token;
  }

  /** Takes in the token of a login that was made elsewhere, and forgets the one before; undefined where that login gave none. */
  keep(token: TokenSet | undefined): void {
    this.#kept = token;
    if (token) this.#options.onToken(token);
  }
}
