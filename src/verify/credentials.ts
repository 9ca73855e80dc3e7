import { decodeToken } from '../../services/clients/decoded-token.ts';
import type { TokenSet } from '../../services/clients/login.ts';
import { signedWithPublicKey } from '../../services/forge/signing.ts';
import { withoutSignature, withPayloadByteChanged } from '../../services/forge/tampering.ts';
import { publicKeyOf } from '../../services/identity/key-set.ts';
import { TutorialError } from '../errors.ts';
import { PLACEHOLDER_KEY, redactor } from '../evidence/redact.ts';
import { Secret } from '../evidence/secret.ts';
import { type Expiring, tokenThatExpired } from './expired-token.ts';
import { askInTime } from './in-time.ts';
import type { Made } from './made.ts';
import { openUntrustedIssuer, type UntrustedIssuer } from './other-issuer.ts';
import type { CredentialId } from './row.ts';
import type { UserTokens } from './user-tokens.ts';

/** What the credentials are made of. */
export interface CredentialSource {
  readonly tokens: UserTokens;
  /** Whom the right token has to be for; whomever it names, where it is left out. */
  readonly audience: string | undefined;
  readonly expiring: Omit<Expiring, 'right'>;
  readonly signal: AbortSignal;
  /** Milliseconds that one answer of the provider is waited for. */
  readonly patienceMs: number;
  readonly onRequest: () => void;
}

/** The credentials of a run: each made when it is first asked for, and once. */
export class SentCredentials {
  readonly #source: CredentialSource;
  readonly #made = new Map<CredentialId, Promise<Made>>();
  readonly #known = new Set<string>();
  #mask = redactor([]);
  #plain: Promise<TokenSet> | undefined;
  #untrusted: UntrustedIssuer | undefined;

  constructor(source: CredentialSource) {
    this.#source = source;
    this.#know(source.tokens.right.accessToken);
  }

  /** Hides every credential that was made so far. */
  readonly mask = (text: string): string => this.#mask(text);

  /** Rejects with the reason of the signal, and with nothing else. */
  async get(id: CredentialId): Promise<Made> {
    const making = this.#made.get(id) ?? this.#orWhyNot(this.#makers[id]);
    this.#made.set(id, making);
    const made = await making;
    if ('credential' in made && made.credential) this.#know(made.credential);
    return made;
  }

  /** Ends what was opened to make them. */
  async close(): Promise<void> {
    await this.#untrusted?.close();
  }

  readonly #makers: Readonly<Record<CredentialId, () => Promise<Made>>> = {
    right: async () => ({ credential: this.#right }),
    none: async () => ({ credential: undefined }),
    invented: async () => ({ credential: new Secret(PLACEHOLDER_KEY) }),
    'without-audience': async () => {
      const { accessToken, claims, header } = await this.#unscoped();
      const named = namesIn(claims);
      if (header.alg === '') return { untried: 'the provider’s access tokens are no JWTs, and show no audience' };
      return named.length === 0
        ? { credential: accessToken }
        : { untried: `each token of this client names ${named.join(', ')}, asked or not` };
    },
    'other-audience': async () => {
      const { accessToken, claims, idToken } = await this.#unscoped();
      if (this.#isForAnother(namesIn(claims))) return { credential: accessToken };
      // An ID token is the provider's own as well, and is for the client (OpenID Connect Core, section 2).
      const forClient = idToken && namesIn(decodeToken(idToken.reveal())?.claims);
      if (idToken && forClient && this.#isForAnother(forClient)) return { credential: idToken };
      return {
        untried: 'the provider gave no token that is for somebody else: neither without the scope, nor an ID token',
      };
    },
    'one-byte': async () => ({ credential: withPayloadByteChanged(this.#right) }),
    'alg-none': async () => ({ credential: withoutSignature(this.#right) }),
    'public-key': async () => {
      const { tokens, signal, patienceMs, onRequest } = this.#source;
      const { endpoints, right, issuer } = tokens;
      if (!endpoints) return { untried: 'the issuer does not tell where its keys are' };
      onRequest();
      const key = await askInTime({ url: issuer, patienceMs, signal }, (until) =>
        publicKeyOf(endpoints, right.header.kid, until),
      );
      return { credential: await signedWithPublicKey(this.#right, key) };
    },
    'other-issuer': async () => {
      this.#untrusted = await openUntrustedIssuer(this.#right, this.#source.tokens.right.header.kid);
      return { credential: this.#untrusted.token };
    },
    expired: () => tokenThatExpired({ right: this.#source.tokens.right, ...this.#source.expiring }),
  };

  get #right(): Secret {
    return this.#source.tokens.right.accessToken;
  }

  /** A token of the same user without the scope, with an ID token beside it where the provider gives one: one login for both. */
  #unscoped(): Promise<TokenSet> {
    this.#plain ??= this.#source.tokens.plain();
    return this.#plain;
  }

  #isForAnother(named: readonly string[]): boolean {
    const { audience, tokens } = this.#source;
    const meant = audience === undefined ? namesIn(tokens.right.claims) : [audience];
    return named.length > 0 && !named.some((name) => meant.includes(name));
  }

  async #orWhyNot(make: () => Promise<Made>): Promise<Made> {
    try {
      return await make();
    } catch (error) {
      this.#source.signal.throwIfAborted();
      if (!(error instanceof TutorialError)) throw error;
      return { untried: inSentence(error.message) };
    }
  }

  #know(credential: Secret): void {
    if (this.#known.has(credential.reveal())) return;
    this.#known.add(credential.reveal());
    this.#mask = redactor([...this.#known]);
  }
}

function namesIn(claims: Partial<TokenSet['claims']> | undefined): readonly string[] {
  return [claims?.aud ?? []].flat();
}

/** Without its full stop and its capital, but for a word that is written in capitals. */
function inSentence(text: string): string {
  const open = /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  return open.replace(/\.$/, '');
}
