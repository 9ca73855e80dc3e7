/** What a raw error is about. */
export type Area = 'engine' | 'registry' | 'keycloak' | 'tokens' | 'mcp' | 'stack' | 'tls' | 'terminal';

/** One known fault: how its raw message is recognised, why it happens, and the way out. */
export interface CatalogueEntry {
  /** Stable; tests and documentation refer to it. */
  readonly id: string;
  readonly area: Area;
  readonly title: string;
  /** What a person sees of it. */
  readonly example: string;
  /** Any one of them recognises it. */
  readonly patterns: readonly RegExp[];
  /** Why it happens, in a sentence or two. */
  readonly cause: string;
  /** What to do, in a sentence or two. */
  readonly wayOut: string;
}
