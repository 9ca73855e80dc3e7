import { PLACEHOLDER_KEY, redactor } from '../evidence/redact.ts';
import { Secret } from '../evidence/secret.ts';
import type { CredentialId } from './row.ts';
import type { UserToken } from './user-tokens.ts';

/** What is sent, or why it cannot be had, in words that follow "because". */
export type Made = { readonly credential: Secret | undefined } | { readonly untried: string };

/** What the credentials are made of. */
export interface CredentialSource {
  readonly right: UserToken;
}

/** The credentials of a run: each made when it is first asked for, and once. */
export class SentCredentials {
  readonly #source: CredentialSource;
  readonly #made = new Map<CredentialId, Promise<Made>>();
  readonly #known = new Set<string>();
  #mask = redactor([]);

  constructor(source: CredentialSource) {
    this.#source = source;
    this.#know(source.right.accessToken);
  }

  /** Hides every credential that was made so far. */
  readonly mask = (text: string): string => this.#mask(text);

  async get(id: CredentialId): Promise<Made> {
    const known = this.#made.get(id) ?? MAKERS[id](this.#source);
    this.#made.set(id, known);
    const made = await known;
    if ('credential' in made && made.credential) this.#know(made.credential);
    return made;
  }

  #know(credential: Secret): void {
    this.#known.add(credential.reveal());
    this.#mask = redactor([...this.#known]);
  }
}

type Maker = (source: CredentialSource) => Promise<Made>;

const MAKERS: Readonly<Record<CredentialId, Maker>> = {
  right: async ({ right }) => ({ credential: right.accessToken }),
  none: async () => ({ credential: undefined }),
  invented: async () => ({ credential: new Secret(PLACEHOLDER_KEY) }),
  'without-audience': later,
  'other-audience': later,
  expired: later,
  'one-byte': later,
  'alg-none': later,
  'other-issuer': later,
  'public-key': later,
};

async function later(): Promise<Made> {
  return { untried: 'nothing makes it' };
}
