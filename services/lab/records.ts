import { holdsPartOf, TELLING_LENGTH } from '../../src/evidence/part-of-secret.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import type { TokenSet } from '../clients/login.ts';
import { Recording } from '../part/tap/recording.ts';

/** Secrets that are looked for: a lesson has some dozens. */
const MOST_SECRETS = 1_000;

/** What was sent to a part, and whether a secret of this run is among it. */
export interface Searched {
  readonly requests: number;
  readonly bytes: number;
  /** Bytes that were too many to be kept: of these nothing is known. */
  readonly unkept: number;
  /** Whether a secret was among the bytes, or a telling part of one (`TELLING_LENGTH`). */
  readonly found: boolean;
  /** How many secrets were looked for. */
  readonly secrets: number;
}

/** What was sent to the parts of a lab that are recorded, and the secrets of its run. Nobody sees either: only whether one holds the other. */
export class Records {
  readonly #recordings = new Map<string, Recording>();
  readonly #secrets: Secret[] = [];

  /** Where what is sent to a part is kept. */
  of(part: string): Recording {
    const recording = this.#recordings.get(part) ?? new Recording();
    this.#recordings.set(part, recording);
    return recording;
  }

  /** From now on what somebody was given is looked for. */
  token({ accessToken, refreshToken }: Pick<TokenSet, 'accessToken' | 'refreshToken'>): void {
    if (this.#secrets.length < MOST_SECRETS) this.#secrets.push(accessToken, ...(refreshToken ? [refreshToken] : []));
  }

  /** Looks through what was sent to a part for the secrets of this run. */
  search(part: string): Searched {
    const recording = this.of(part);
    const secrets = this.#secrets.map((secret) => secret.reveal());
    const found = [...recording.streams()].some((bytes) => holdsPartOf(bytes, secrets));
    return { ...recording.size, found, secrets: secrets.length };
  }

  /** Whether a secret would be found where no more of it stood than a telling part, out of its middle. */
  wouldFind(secret: Secret): boolean {
    const text = secret.reveal();
    const at = Math.max(Math.floor((text.length - TELLING_LENGTH) / 2), 0);
    return this.holdsSecret(`"${text.slice(at, at + TELLING_LENGTH)}"`);
  }

  /** Whether a text is among what was sent to a part, as JSON writes it. */
  wasSent(part: string, text: string): boolean {
    const written = JSON.stringify(text).slice(1, -1);
    return [...this.of(part).streams()].some((bytes) => bytes.includes(written));
  }

  /** Whether a text holds a secret of this run, or a telling part of one. */
  holdsSecret(text: string): boolean {
    return holdsPartOf(
      Buffer.from(text),
      this.#secrets.map((secret) => secret.reveal()),
    );
  }
}
