import { ENGINE_ENTRIES } from './engine-entries.ts';
import type { CatalogueEntry } from './entry.ts';
import { KEYCLOAK_ENTRIES } from './keycloak-entries.ts';
import { OTHER_ENTRIES } from './other-entries.ts';
import { TOKEN_ENTRIES } from './token-entries.ts';

/** Every known fault; the first that recognises a message names it. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...KEYCLOAK_ENTRIES,
  ...TOKEN_ENTRIES,
  ...OTHER_ENTRIES,
  ...ENGINE_ENTRIES,
];
