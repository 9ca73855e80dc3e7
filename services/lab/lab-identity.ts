import { TutorialError } from '../../src/errors.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import type { Endpoints } from '../clients/discovery.ts';
import type { TokenSet } from '../clients/login.ts';
import type { AdminConsole, IdentityProvider, Inspection, LoginResult } from '../identity/provider.ts';
import type { Part } from '../part/part.ts';

/** A token that lives no longer is got anew. */
const GOOD_FOR_MS = 60_000;

/** What the lab calls its identity provider. */
export const IDENTITY = 'identity';

/** What the lab's identity provider is opened with, and who hears of it. */
export interface LabIdentityOptions {
  /** The identity provider that runs, or did last. */
  readonly part: () => Part | undefined;
  /** Where it will answer, as far as that is known before it does. */
  readonly expected: () => Endpoints;
  /** Told of the token of a login that the provider's look made; undefined where that login gave none. */
  readonly onLogin: (token: TokenSet | undefined) => void;
  /** Gets the user's token where no look at the provider can: by a browser, by the client for itself, from elsewhere. */
  readonly logIn?: ((how: { readonly traceId: string }, signal: AbortSignal) => Promise<TokenSet>) | undefined;
}

/** The lab's identity provider: who it is, and what was found of it. */
export class LabIdentity {
  readonly #options: LabIdentityOptions;
  #inspection: Inspection | undefined;

  constructor(options: LabIdentityOptions) {
    this.#options = options;
  }

  /** Throws where it was not started. */
  get provider(): IdentityProvider {
    const provider = this.#known;
    if (!provider) throw notRunning();
    return provider;
  }

  /** The issuer that tokens carry, discovery names and the tool server trusts: one string. */
  get issuer(): string {
    return (this.#known ?? this.#options.expected()).issuer;
  }

  /** Where it answers, by what it said last. */
  get endpoints(): Endpoints {
    return this.#inspection?.endpoints ?? this.#known?.endpoints ?? this.#options.expected();
  }

  /** Where a person repairs the realm; undefined where there is no such place, or not yet. */
  get console(): AdminConsole | undefined {
    return this.#known?.console;
  }

  /**
   * What the identity provider is found to be, now or by the look that a set-up has just ended with. The one login of it is the learner's from
   * then on: nothing else logs in while its token lives.
   */
  async inspect(signal: AbortSignal, made?: Inspection): Promise<Inspection> {
    const { logIn, onLogin } = this.#options;
    const login = logIn && (await this.#loginBy(logIn, signal));
    const looked = made ?? (await this.provider.inspect(signal, login));
    const seen = login ? { ...looked, login } : looked;
    this.#inspection = seen;
    if (!login) onLogin('token' in seen.login ? seen.login.token : undefined);
    return seen;
  }

  /** One login serves every look, for as long as its token is good for a while. */
  async #loginBy(logIn: NonNullable<LabIdentityOptions['logIn']>, signal: AbortSignal): Promise<LoginResult> {
    const last = this.#inspection?.login;
    if (last && 'token' in last && last.token.expiresAt - Date.now() > GOOD_FOR_MS) return last;
    try {
      return { token: await logIn({ traceId: newTraceId() }, signal) };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TutorialError) return { refused: error };
      throw error;
    }
  }

  /** What `inspect` found last. Throws where it has not looked. */
  get inspection(): Inspection {
    if (!this.#inspection) throw notRunning();
    return this.#inspection;
  }

  get #known(): IdentityProvider | undefined {
    const part = this.#options.part();
    return part && isIdentityProvider(part) ? part : undefined;
  }
}

function isIdentityProvider(part: Part): part is IdentityProvider {
  return 'issuer' in part;
}

function notRunning(): TutorialError {
  return new TutorialError('part-unreachable', 'The identity provider does not run.', { next: 'Run its step first.' });
}
