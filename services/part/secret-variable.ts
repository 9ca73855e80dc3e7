/** The environment variable that holds the secret of a confidential client, e.g. `CLIENT_SECRET_MCP_SERVER` for mcp-server. */
export function secretVariable(clientId: string): string {
  return `CLIENT_SECRET_${clientId.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}
