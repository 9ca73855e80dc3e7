import * as z from 'zod';
import { TutorialError } from '../../src/errors.ts';
import type { Observe } from '../../src/evidence/hop.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { decodeToken } from '../clients/decoded-token.ts';
import type { TokenSet } from '../clients/login.ts';
import { seenGrant, seenPost } from '../clients/seen-post.ts';
import { protectedUrl } from '../wire/protected-url.ts';
import { askProvider } from './ask-provider.ts';
import { basicAuthorization } from './basic-authorization.ts';
import type { LessonUser } from './provider.ts';

/** Which client asks which token endpoint, and for what. */
export interface ClientAsk {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** Of a confidential client; shown by HTTP Basic (RFC 6749, section 2.3.1). */
  readonly secret?: Secret | undefined;
  /** Left out where there is none: Keycloak refuses an empty scope. */
  readonly scope?: string;
  /** What is sent beside it, by parameter. */
  readonly asks?: Readonly<Record<string, string>>;
  /** Told of a login, where the provider does not tell of it itself. */
  readonly observe?: Observe | undefined;
}

/** What the token endpoint answered; the token is read, not verified. One that is no JWT has an empty `alg` and no claims. */
export type GrantAnswer =
  | {
      readonly granted: true;
      readonly token: TokenSet;
      /** Seconds by which the issuer's clock is ahead of ours. */
      readonly skew: number | undefined;
    }
  | RefusedGrant;

/** An error answer (RFC 6749, section 5.2). */
export interface RefusedGrant {
  readonly granted: false;
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

const tokensSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.number().default(0),
  scope: z.string().default(''),
});
const refusalSchema = z.object({ error: z.string(), error_description: z.string().default('') });

/**
 * A password grant (RFC 6749, section 4.3), whose refusal is an answer and not an error: the findings are read from it.
 * Throws a TutorialError of kind part-unreachable where the endpoint does not answer, or not in OAuth's words.
 */
export function askByPassword(
  { user, ...ask }: ClientAsk & { readonly user: Pick<LessonUser, 'username' | 'password'> },
  signal: AbortSignal,
): Promise<GrantAnswer> {
  return grant(ask, { grant_type: 'password', username: user.username, password: user.password.reveal() }, signal);
}

/** A password grant that names no user, so that nobody's login is tried: how the client is answered tells what it may do. */
export function grantToNobody(ask: ClientAsk, signal: AbortSignal): Promise<GrantAnswer> {
  return grant(ask, { grant_type: 'password' }, signal);
}

/** A token of a client for itself (RFC 6749 section 4.4). Answers as `askByPassword` does. */
export function askForItself(ask: ClientAsk & { readonly secret: Secret }, signal: AbortSignal): Promise<GrantAnswer> {
  return grant(ask, { grant_type: 'client_credentials' }, signal);
}

/** New tokens for a refresh token (RFC 6749, section 6); a `scope` narrows what was granted. Answers as `askByPassword` does. */
export function askByRefresh(ask: ClientAsk, refreshToken: Secret, signal: AbortSignal): Promise<GrantAnswer> {
  return grant(ask, { grant_type: 'refresh_token', refresh_token: refreshToken.reveal() }, signal);
}

async function grant(
  { tokenEndpoint, clientId, scope, asks, secret, observe }: ClientAsk,
  form: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<GrantAnswer> {
  const headers = secret && { authorization: basicAuthorization(clientId, secret) };
  const body = new URLSearchParams({
    ...form,
    ...(!secret && { client_id: clientId }),
    ...(scope && { scope }),
    ...asks,
  });
  const { href } = protectedUrl(tokenEndpoint);
  const askedAt = Date.now();
  const answered = observe?.(seenPost(href, headers ?? {}, body));
  const answer = await askProvider(href, { method: 'POST', body, ...(headers && { headers }) }, signal);
  answered?.(seenGrant({ status: answer.status, body: answer.text }, Object.entries(answer.headers)));
  const answeredAt = Date.now();
  const tokens = tokensSchema.safeParse(answer.json);
  if (answer.status === 200 && tokens.success) {
    const token = tokenSet(tokens.data, askedAt);
    return { granted: true, token, skew: skewOf(token.claims.iat, askedAt, answeredAt) };
  }
  const refusal = refusalSchema.safeParse(answer.json);
  if (!refusal.success) {
    throw new TutorialError('part-unreachable', `${tokenEndpoint} does not answer as a token endpoint.`, {
      why: `It answered HTTP ${answer.status}.`,
      next: 'See what the log of the identity provider says of it, and try again.',
    });
  }
  const { error, error_description } = refusal.data;
  return { granted: false, status: answer.status, error, description: error_description };
}

/** Ends the session of a grant, so that looking leaves nothing behind. An answer of any kind will do. */
export async function endSession(
  endpoint: string,
  { clientId, secret }: Pick<ClientAsk, 'clientId' | 'secret'>,
  refreshToken: Secret,
  signal: AbortSignal,
): Promise<void> {
  const body = new URLSearchParams({ client_id: clientId, refresh_token: refreshToken.reveal() });
  const headers = secret && { authorization: basicAuthorization(clientId, secret) };
  await askProvider(protectedUrl(endpoint).href, { method: 'POST', body, ...(headers && { headers }) }, signal);
}

function tokenSet(
  { access_token, refresh_token, expires_in, scope }: z.infer<typeof tokensSchema>,
  askedAt: number,
): TokenSet {
  const { header, claims } = decodeToken(access_token) ?? { header: { alg: '' }, claims: {} };
  return {
    header,
    claims,
    accessToken: new Secret(access_token),
    refreshToken: refresh_token === undefined ? undefined : new Secret(refresh_token),
    expiresAt: askedAt + 1000 * expires_in,
    scope,
  };
}

/** `iat` is in whole seconds, so that a second on either side is no skew. */
function skewOf(iat: number | undefined, askedAt: number, answeredAt: number): number | undefined {
  if (iat === undefined) return undefined;
  if (iat * 1000 > answeredAt + 1000) return Math.round(iat - answeredAt / 1000);
  if (iat * 1000 < askedAt - 1000) return Math.round(iat - askedAt / 1000);
  return 0;
}
