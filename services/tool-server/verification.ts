import type { TokenCheck } from '../../src/evidence/token-check.ts';

/** The checks that a token may go through, in go-oidc's words where it has any (docs/references/tool-server.md#verification-order). */
type CheckId = 'form' | 'issuer' | 'audience' | 'expiry' | 'not-before' | 'algorithm' | 'key' | 'signature' | 'roles';

/** How many parts there are between the dots, in words. */
export function partsOf(token: string): string {
  const { length } = token.split('.');
  return length === 1 ? '1 part' : `${length} parts`;
}

/** What a token says of something, in words: names as they are, anything else by its kind, for it may be as large and deep as the sender likes. */
export function shown(value: unknown): string {
  if (value == null || value === '') return 'nothing';
  if (Array.isArray(value))
    return value.every((each) => typeof each === 'string') ? value.join(', ') || 'nothing' : 'a list';
  return typeof value === 'object' ? 'an object' : String(value);
}

/** What a token was looked at for, so far. */
export class Verification {
  readonly #made: { id: CheckId; passed: boolean; saw: string }[] = [];

  /** Makes a check, and keeps whether it passed. Throws what the check throws: it did not pass then. */
  check<T>(id: CheckId, saw: string, look: () => T): T {
    const made = { id, passed: false, saw };
    this.#made.push(made);
    const found = look();
    made.passed = true;
    return found;
  }

  /** The checks that were made, in their order; the last is the one that stopped it, where one did. */
  get checks(): readonly TokenCheck[] {
    return this.#made;
  }
}
