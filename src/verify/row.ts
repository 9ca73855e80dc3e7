/** The doors that can be asked, a party each. */
export type DoorId = 'tool' | 'mcp' | 'stack';

/** What stands in a request in place of the user's access token. */
export type CredentialId =
  | 'right'
  | 'none'
  | 'invented'
  | 'without-audience'
  | 'other-audience'
  | 'expired'
  | 'one-byte'
  | 'alg-none'
  | 'other-issuer'
  | 'public-key';

/** Where it is written what has to come of it. */
export interface Rule {
  /** e.g. `RFC 6750` or `MCP 2025-11-25`. */
  readonly of: string;
  readonly section: string;
}

interface RowWords {
  /** The same at each door. */
  readonly id: string;
  /** What is sent, or looked at, in a few words. */
  readonly title: string;
  readonly at: readonly DoorId[];
  readonly rule: Rule;
  /** What to do where it fails, as a sentence. */
  readonly next: string;
}

/** A call with some credential, and what has to come of it. */
export interface CallRow extends RowWords {
  readonly sends: CredentialId;
  readonly wants: 'passes' | 'refused';
}

/** One row of a verification. */
export type Row = CallRow;
