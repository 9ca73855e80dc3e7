/** The doors that can be asked, a party each. */
export type DoorId = 'tool' | 'mcp' | 'stack';

/** What stands in a request in place of the user's access token. */
export type CredentialId =
  | 'right'
  | 'none'
  | 'invented'
  | 'without-audience'
  | 'other-audience'
  | 'one-byte'
  | 'alg-none'
  | 'public-key'
  | 'other-issuer'
  | 'expired';

/** What is looked at beside the calls. */
export type LookId = 'challenge' | 'resource-metadata' | 'elsewhere' | 'tool-list';

/** Where it is written what has to come of it. */
export interface Rule {
  /** e.g. `RFC 6750`. */
  readonly of: string;
  readonly section: string;
}

interface RowWords {
  /** What is sent, or looked at, in a few words. */
  readonly title: string;
  /** The same at length, as docs/verify.md has it. */
  readonly about: string;
  readonly at: readonly DoorId[];
  readonly rule: Rule;
  /** What to do where it fails, as a sentence. */
  readonly next: string;
}

/** A call with some credential, and what has to come of it. */
export interface CallRow extends RowWords {
  /** What is sent; the row is called so at each door. */
  readonly id: CredentialId;
  readonly wants: 'passes' | 'refused';
}

/** Something that has to hold, beside the calls. */
export interface LookRow extends RowWords {
  readonly id: LookId;
  readonly wants: 'holds';
  /** The request that it takes beside the calls, in words; left out where it takes none. */
  readonly asks?: { readonly request: string; readonly brings: string };
}

/** One row of a verification. */
export type Row = CallRow | LookRow;
