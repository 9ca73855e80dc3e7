import { ENGINE_ENTRIES } from './engine-entries.ts';
import type { CatalogueEntry } from './entry.ts';
import { KEYCLOAK_ENTRIES } from './keycloak-entries.ts';
import { MCP_ENTRIES } from './mcp-entries.ts';
import { OTHER_ENTRIES } from './other-entries.ts';
import { STACK_ENTRIES } from './stack-entries.ts';
import { TOKEN_ENTRIES } from './token-entries.ts';

/** Every known fault; the first that recognises a message names it. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...KEYCLOAK_ENTRIES,
  ...TOKEN_ENTRIES,
  ...MCP_ENTRIES,
  ...STACK_ENTRIES,
  ...OTHER_ENTRIES,
  ...ENGINE_ENTRIES,
];
