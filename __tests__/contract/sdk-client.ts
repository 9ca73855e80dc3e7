import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformation, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { type CallbackServer, openCallbackServer } from '../../services/clients/callback-server.ts';
import { walkPages } from '../../services/clients/walk/browser-walk.ts';
import { Secret } from '../../src/evidence/secret.ts';
import type { Way } from './mcp-server-lab.ts';

const APPLICATION = { name: 'an-application', version: '1' };

/** Who logs in where the pages of a login are walked. */
export interface Walker {
  readonly username: string;
  readonly password: string;
}

/** All that an application brings to the SDK's login: a client that is registered, a browser, and a place for what is to be kept. */
export class SdkLogin implements OAuthClientProvider {
  redirectUrl = '';
  /** Addresses to which the user was sent, in order. */
  readonly sentTo: URL[] = [];
  kept: OAuthTokens | undefined;
  #verifier = '';

  get clientMetadata() {
    return { redirect_uris: [this.redirectUrl], token_endpoint_auth_method: 'none' };
  }

  clientInformation(): OAuthClientInformation | undefined {
    return { client_id: 'mcp-cli' };
  }

  state() {
    return 'a-state-of-this-client';
  }

  tokens() {
    return this.kept;
  }

  saveTokens(tokens: OAuthTokens) {
    this.kept = tokens;
  }

  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier;
  }

  codeVerifier() {
    return this.#verifier;
  }

  redirectToAuthorization(url: URL) {
    this.sentTo.push(url);
  }

  invalidateCredentials() {
    this.kept = undefined;
  }
}

/** Connects a client of the SDK; where it is sent to a login, the user walks its pages, and it connects again. */
export async function connectByLogin(mcpUrl: string, way: Way, login: SdkLogin, user: Walker): Promise<Client> {
  const callback = await openCallbackServer('/callback');
  login.redirectUrl = callback.redirectUri;
  try {
    const transport = transportTo(mcpUrl, way, login);
    const client = new Client(APPLICATION);
    try {
      await client.connect(transport);
      return client;
    } catch (error) {
      await client.close();
      if (!(error instanceof UnauthorizedError)) throw error;
    }
    await transport.finishAuth(await codeFrom(callback, login.sentTo.at(-1), user));
    const loggedIn = new Client(APPLICATION);
    await loggedIn.connect(transportTo(mcpUrl, way, login));
    return loggedIn;
  } finally {
    await callback.close();
  }
}

function transportTo(mcpUrl: string, way: Way, authProvider: OAuthClientProvider) {
  return way === 'SSE'
    ? new SSEClientTransport(new URL(`${mcpUrl}/sse`), { authProvider })
    : new StreamableHTTPClientTransport(new URL(`${mcpUrl}/mcp`), { authProvider });
}

/** The browser's way, and the one thing on it that the SDK leaves to the application: that the answer belongs to this login. */
async function codeFrom(callback: CallbackServer, address: URL | undefined, user: Walker): Promise<string> {
  if (!address) throw new Error('the SDK sent nobody to a login');
  const answers = { username: user.username, password: new Secret(user.password), consent: 'yes' } as const;
  const arrived = callback.arrival.then(async ({ url, show }) => {
    await show('logged in');
    return url;
  });
  await walkPages(address, answers, new AbortController().signal);
  const { searchParams } = await arrived;
  expect(searchParams.get('state')).toBe(address.searchParams.get('state'));
  return searchParams.get('code') ?? '';
}
