import type { ClientSecrets } from '../../services/identity/client-secrets.ts';
import type { ExchangePolicyOptions } from '../../services/mcp-server/token-policy/exchange.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { MCP_CLIENTS_PLAN } from './mcp-clients-plan.ts';

/** A provider that serves MCP_CLIENTS_PLAN. */
export interface McpClientsTarget {
  readonly baseUrl: string;
  readonly secrets: ClientSecrets;
  readonly username: string;
  readonly password: string;
}

export function issuerOf({ baseUrl }: McpClientsTarget): string {
  return `${baseUrl}/realms/${MCP_CLIENTS_PLAN.realm}`;
}

/** The MCP server's part in the repaired way; with other options put in, where it is to go wrong. */
export function exchangingAt(
  target: McpClientsTarget,
  changes: Partial<ExchangePolicyOptions> = {},
): ExchangePolicyOptions {
  return {
    issuer: issuerOf(target),
    clientId: 'mcp-server',
    scope: 'mcp-audience',
    secret: target.secrets['mcp-server'] ?? new Secret(''),
    target: { audience: 'my-external-tool', scope: 'tool-audience' },
    ...changes,
  };
}
