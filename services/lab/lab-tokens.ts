import type { Observe } from '../../src/evidence/hop.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import type { Browser } from '../clients/browser.ts';
import type { TokenSet } from '../clients/login.ts';
import { walkingBrowser } from '../clients/walk/walking-browser.ts';
import { firstLogin } from '../identity/plan-lookup.ts';
import type { LabIdentityOptions } from './lab-identity.ts';
import type { LabOptions, LoginWish } from './lab-options.ts';
import { type LoginTraces, loginWitness } from './login-traces.ts';
import { userGrant } from './user-grant.ts';
import { type Grant, Wallet } from './wallet.ts';

/** Whom a lab asks for tokens, and who hears of it. */
export interface LabTokensOptions
  extends Pick<LabOptions, 'credentials' | 'realm' | 'token' | 'tokenClient' | 'browser'> {
  readonly issuer: () => string;
  readonly secretOf: (clientId: string, signal: AbortSignal) => Promise<Secret | undefined>;
  /** Whether the identity provider tells nothing of what it is asked. */
  readonly isSilent: () => boolean;
  readonly logins: LoginTraces;
  readonly observe: Observe;
  readonly onToken: (name: string, token: TokenSet) => void;
}

/** The tokens that a lab acts with: how they are got, and who keeps them. */
export class LabTokens {
  readonly #options: LabTokensOptions;
  readonly #wallet: Wallet;

  constructor(options: LabTokensOptions) {
    const { credentials, realm, tokenClient: client, issuer, secretOf, onToken } = options;
    const walking: Browser = walkingBrowser(credentials);
    this.#options = options;
    const browser = options.browser?.(walking) ?? walking;
    this.#wallet = new Wallet({ credentials, realm, client, browser, issuer, secretOf, onToken });
  }

  /** How the user's token is got here. Throws where the lesson logs nobody in. */
  get userGrant(): Grant {
    return userGrant(this.#options.realm, this.#options.token);
  }

  /** The token of this name, renewed when it is about to expire; `grant` says how it is got where it is not there. */
  token(name: string, grant: Grant, signal: AbortSignal): Promise<TokenSet> {
    return this.#wallet.token(name, grant, signal);
  }

  /** The token that is kept by this name, however old it is. */
  kept(name: string): TokenSet | undefined {
    return this.#wallet.kept(name);
  }

  /** Whom the user's token names in `aud`; undefined where no login names anybody. */
  get audience(): string | undefined {
    return this.#first?.audiences[0];
  }

  /** Keeps the token of the lesson's first login, which a look at the identity provider has made. */
  keepFirst(token: TokenSet | undefined): void {
    if (this.#first) this.#wallet.keep(this.#first.name, token);
  }

  /** How the lesson's first login is made where its token comes from elsewhere; undefined where a look at the identity provider makes it. */
  get loginElsewhere(): LabIdentityOptions['logIn'] {
    const { name, elsewhere } = this.#first ?? {};
    if (name === undefined || !elsewhere) return undefined;
    return (how, signal) => this.logIn(this.userGrant, { ...how, name }, signal);
  }

  get #first() {
    return firstLogin(this.#options.realm);
  }

  /** A login, or another question for a token, that is made now. Throws a TutorialError of kind login-refused where the provider does not want to. */
  async logIn(grant: Grant, { traceId, name, browser }: LoginWish, signal: AbortSignal): Promise<TokenSet> {
    const { logins, observe, isSilent } = this.#options;
    const witness = loginWitness(traceId, observe, isSilent());
    const token = await logins.during(traceId, () => this.#wallet.ask(grant, signal, { browser, witness }));
    if (name !== undefined) this.#wallet.keep(name, token);
    return token;
  }
}
