import * as z from 'zod';
import { TutorialError } from '../../src/errors.ts';
import { protectedUrl } from '../protected-url.ts';
import { Secret } from '../secret.ts';
import { httpAsk } from './keycloak/http.ts';
import type { LessonUser } from './provider.ts';

export interface GrantAsk {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  readonly user: LessonUser;
  /** Left out where there is none: Keycloak refuses an empty scope. */
  readonly scope?: string;
}

/** What the token endpoint answered; the claims are read, not verified. */
export type GrantAnswer =
  | {
      readonly granted: true;
      readonly claims: Readonly<Record<string, unknown>>;
      readonly accessToken: Secret;
      readonly refreshToken: Secret | undefined;
      /** Seconds by which the issuer's clock is ahead of ours. */
      readonly skew: number | undefined;
    }
  | { readonly granted: false; readonly status: number; readonly error: string; readonly description: string };

const tokensSchema = z.object({ access_token: z.string(), refresh_token: z.string().optional() });
const refusalSchema = z.object({ error: z.string(), error_description: z.string().default('') });
const claimsSchema = z.record(z.string(), z.unknown());

/**
 * A password grant (RFC 6749, section 4.3), whose refusal is an answer and not an error: the findings are read from it.
 * Throws a TutorialError of kind part-unreachable where the endpoint does not answer, or not in OAuth's words.
 */
export async function passwordGrant(
  { tokenEndpoint, clientId, user, scope }: GrantAsk,
  signal: AbortSignal,
): Promise<GrantAnswer> {
  const body = new URLSearchParams({
    grant_type: 'password',
    client_id: clientId,
    username: user.username,
    password: user.password.reveal(),
    ...(scope && { scope }),
  });
  const askedAt = Date.now();
  const answer = await httpAsk(protectedUrl(tokenEndpoint).href, { method: 'POST', body }, signal);
  const answeredAt = Date.now();
  const tokens = tokensSchema.safeParse(answer.json);
  if (answer.status === 200 && tokens.success) {
    const claims = claimsOf(tokens.data.access_token);
    const skew = skewOf(claims.iat, askedAt, answeredAt);
    const { access_token, refresh_token } = tokens.data;
    return {
      granted: true,
      claims,
      skew,
      accessToken: new Secret(access_token),
      refreshToken: refresh_token === undefined ? undefined : new Secret(refresh_token),
    };
  }
  const refusal = refusalSchema.safeParse(answer.json);
  if (!refusal.success) {
    throw new TutorialError('part-unreachable', `${tokenEndpoint} does not answer as a token endpoint.`, {
      why: `It answered HTTP ${answer.status}.`,
    });
  }
  const { error, error_description } = refusal.data;
  return { granted: false, status: answer.status, error, description: error_description };
}

/** Ends the session of a grant, so that looking leaves nothing behind. An answer of any kind will do. */
export async function endSession(
  endpoint: string,
  clientId: string,
  refreshToken: Secret,
  signal: AbortSignal,
): Promise<void> {
  const body = new URLSearchParams({ client_id: clientId, refresh_token: refreshToken.reveal() });
  await httpAsk(endpoint, { method: 'POST', body }, signal);
}

function claimsOf(token: string): Record<string, unknown> {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
    return claimsSchema.parse(JSON.parse(payload));
  } catch {
    return {};
  }
}

/** `iat` is in whole seconds, so that a second on either side is no skew. */
function skewOf(iat: unknown, askedAt: number, answeredAt: number): number | undefined {
  if (typeof iat !== 'number') return undefined;
  if (iat * 1000 > answeredAt + 1000) return Math.round(iat - answeredAt / 1000);
  if (iat * 1000 < askedAt - 1000) return Math.round(iat - askedAt / 1000);
  return 0;
}
