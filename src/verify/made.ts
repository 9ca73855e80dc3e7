import type { Secret } from '../evidence/secret.ts';

/** What is sent, or why it cannot be had, in words that follow "because". */
export type Made =
  | {
      readonly credential: Secret | undefined;
      /** Why it would prove nothing if it were accepted, likewise. */
      readonly forgiven?: string;
    }
  | { readonly untried: string };
