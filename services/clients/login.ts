import * as openid from 'openid-client';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { protectedUrl } from '../wire/protected-url.ts';
import { type DecodedToken, decodeToken } from './decoded-token.ts';
import { loginFailure } from './login-failure.ts';
import type { LoginWitness } from './login-witness.ts';
import { recordedFetch } from './recorded-fetch.ts';

/** RFC 8693 sections 2.1 and 3. */
const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';

/** What a login gives. Header and claims are the access token's, read and not verified. */
export interface TokenSet extends DecodedToken {
  accessToken: Secret;
  refreshToken: Secret | undefined;
  /** There where the scope `openid` was asked for (OpenID Connect Core, section 3.1.3.3). */
  idToken?: Secret;
  /** When the access token expires, in milliseconds since the epoch. */
  expiresAt: number;
  /** What the provider says it granted. */
  scope: string;
}

/** Which client of which realm asks. */
export interface ClientOptions {
  issuer: string;
  clientId: string;
  /** Shown by HTTP Basic (RFC 6749, section 2.3.1); a public client has none. */
  secret?: Secret;
  /** Left out of the request where it is empty: Keycloak refuses an empty scope. */
  scope?: string;
  /** What is sent beside it, by parameter: a `resource` (RFC 8707, section 2), an `audience`, as some providers take it. */
  asks?: Readonly<Record<string, string>>;
  signal: AbortSignal;
  /** Is told each exchange, redacted. */
  onExchange?: (exchange: Exchange) => void;
  /** Is told of each hop of the login. */
  witness?: LoginWitness;
}

/** Who logs in, and with which password. */
export interface LoginOptions extends ClientOptions {
  username: string;
  password: Secret;
}

/** The refresh token that a new access token is asked for with (RFC 6749, section 6). */
export interface RefreshOptions extends ClientOptions {
  refreshToken: Secret;
}

/**
 * Logs a user in with a password grant (RFC 6749 section 4.3). Throws a TutorialError: `login-refused` with the provider's own words,
 * `part-unreachable` where nothing answers as an identity provider, `usage` where the issuer is plain http beyond loopback.
 */
export function login({ username, password, ...options }: LoginOptions): Promise<TokenSet> {
  return tokensBy(options, (config, scope) =>
    openid.genericGrantRequest(config, 'password', { username, password: password.reveal(), ...scope }),
  );
}

/** A token of a confidential client for itself (RFC 6749 section 4.4). Throws as `login` does. */
export function clientLogin(options: ClientOptions): Promise<TokenSet> {
  return tokensBy(options, (config, scope) => openid.clientCredentialsGrant(config, scope));
}

/** A new access token for a refresh token (RFC 6749 section 6). Throws as `login` does. */
export function refresh({ refreshToken, ...options }: RefreshOptions): Promise<TokenSet> {
  return tokensBy(options, (config, scope) => openid.refreshTokenGrant(config, refreshToken.reveal(), scope));
}

/** An authorization code that came in some way, and the redirect URI that it came to. */
export interface CodeOptions extends ClientOptions {
  code: Secret;
  redirectUri: string;
}

/** Tokens for a code alone, without the proof that it was asked for here (RFC 6749 section 4.1.3). Throws as `login` does. */
export function redeem({ code, redirectUri, ...options }: CodeOptions): Promise<TokenSet> {
  return tokensBy(options, (config) =>
    openid.genericGrantRequest(config, 'authorization_code', { code: code.reveal(), redirect_uri: redirectUri }),
  );
}

/** What is exchanged, and for whom. */
export interface ExchangeOptions extends ClientOptions {
  subjectToken: Secret;
  /** The id of the client that the new token is for; whomever the scope names, where it is left out. */
  audience?: string;
}

/** An access token for another audience, for one that the client was given (RFC 8693). Throws as `login` does. */
export function exchange({ subjectToken, audience, ...options }: ExchangeOptions): Promise<TokenSet> {
  const subject = { subject_token: subjectToken.reveal(), subject_token_type: ACCESS_TOKEN_TYPE };
  return tokensBy(
    options,
    (config, scope) =>
      openid.genericGrantRequest(config, EXCHANGE_GRANT, { ...subject, ...(audience && { audience }), ...scope }),
    'token exchange',
  );
}

/** Asks an issuer that has been discovered; `scope` holds the scope and what is sent beside it, and is empty where nothing is asked for. */
export type AskForTokens = (
  config: openid.Configuration,
  scope: Record<string, string>,
) => Promise<openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers>;

/** Discovers the issuer, and asks it for tokens; `asked` is what a refusal is of, in words. Throws as `login` does, or the TutorialError that `grant` throws. */
export async function tokensBy(
  { issuer, clientId, secret, scope, asks, signal, onExchange, witness }: ClientOptions,
  grant: AskForTokens,
  asked?: string,
): Promise<TokenSet> {
  signal.throwIfAborted();
  const recorded = recordedFetch(signal, { onExchange, witness });
  const authentication = secret ? bySecret(secret) : openid.None();
  try {
    const config = await openid.discovery(protectedUrl(issuer), clientId, undefined, authentication, {
      execute: [openid.allowInsecureRequests],
      [openid.customFetch]: (url, options) => recorded.fetch(protectedUrl(url).href, options),
    });
    const askedAt = Date.now();
    return tokenSet(await grant(config, { ...(scope && { scope }), ...asks }), askedAt);
  } catch (thrown) {
    signal.throwIfAborted();
    throw loginFailure(thrown, issuer, recorded.last(), asked);
  }
}

/** A client shows its secret by HTTP Basic, unless the provider says that it takes it in the form alone (RFC 8414, section 2; Basic where it says nothing). */
function bySecret(secret: Secret): openid.ClientAuth {
  const [basic, post] = [openid.ClientSecretBasic(secret.reveal()), openid.ClientSecretPost(secret.reveal())];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? [];
    const byForm = methods.includes('client_secret_post') && !methods.includes('client_secret_basic');
    return (byForm ? post : basic)(server, ...rest);
  };
}

/** One that is no JWT has no `alg` and no claims: only its issuer can read it. */
function tokenSet(
  response: openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers,
  askedAt: number,
): TokenSet {
  return {
    ...(decodeToken(response.access_token) ?? { header: { alg: '' }, claims: {} }),
    accessToken: new Secret(response.access_token),
    refreshToken: response.refresh_token === undefined ? undefined : new Secret(response.refresh_token),
    ...(response.id_token !== undefined && { idToken: new Secret(response.id_token) }),
    expiresAt: askedAt + 1000 * (response.expires_in ?? 0),
    scope: response.scope ?? '',
  };
}
