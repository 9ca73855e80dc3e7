import { Secret } from '../../src/evidence/secret.ts';

/** A token for an MCP server itself, which the stack server sends it as `Authorization: Bearer`. It travels in X-LlamaStack-Provider-Data. */
export interface BearerToken {
  /** The endpoint that it is for, as the tool group names it. */
  readonly mcpEndpoint: string;
  readonly token: Secret;
}

/** What goes along in X-LlamaStack-Provider-Data, and what of it is secret. */
export interface ProviderData {
  readonly secret: string;
  /** With the secret, or with what is shown in its place. */
  json(secret: string): string;
}

/** A credential that the tutorial’s provider hands on as it is. */
export function apiKeyData(apiKey: Secret | string): ProviderData {
  return {
    secret: apiKey instanceof Secret ? apiKey.reveal() : apiKey,
    json: (secret) => JSON.stringify({ api_key: secret }),
  };
}

/** As Llama Stack 0.2.8 and later take it (docs/references/llama-stack-generations.md). */
export function bearerData({ mcpEndpoint, token }: BearerToken): ProviderData {
  return {
    secret: token.reveal(),
    json: (secret) => JSON.stringify({ mcp_headers: { [mcpEndpoint]: { Authorization: `Bearer ${secret}` } } }),
  };
}

/** What of it nobody may see. */
export function secretsOf(credential: ProviderData | undefined): string[] {
  return credential ? [credential.secret] : [];
}
