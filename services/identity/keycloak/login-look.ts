import * as z from 'zod';
import { skewByDate } from '../clock.ts';
import { endSession, passwordGrant } from '../password-grant.ts';
import type { LessonUser } from '../provider.ts';
import { httpAsk } from './http.ts';

/** How the user's password fared at a login. */
export type LoginLook = 'accepted' | 'refused' | 'not tried';

/** What the realm's discovery document shows; `status` alone where there is none. */
export interface DiscoveryLook {
  readonly status: number;
  readonly issuer: string | undefined;
  readonly endpoints: { readonly token: string; readonly endSession: string | undefined } | undefined;
  /** Seconds by which its clock is ahead, where it tells its time. */
  readonly skew: number | undefined;
}

const discoverySchema = z.object({
  issuer: z.string(),
  token_endpoint: z.url(),
  end_session_endpoint: z.url().optional(),
});

/** Keycloak's own client for password grants, which every realm has: the lesson's may not be there yet. */
const CLIENT = 'admin-cli';

export async function readDiscovery(issuer: string, signal: AbortSignal): Promise<DiscoveryLook> {
  const { status, headers, json } = await httpAsk(`${issuer}/.well-known/openid-configuration`, {}, signal);
  const { data } = discoverySchema.safeParse(json);
  return {
    status,
    issuer: data?.issuer,
    endpoints: data && { token: data.token_endpoint, endSession: data.end_session_endpoint },
    skew: skewByDate(headers.date ?? null, Date.now()),
  };
}

/** Tries the user's password, and ends the session that this makes. */
export async function tryLogin(
  { endpoints }: DiscoveryLook,
  user: LessonUser,
  signal: AbortSignal,
): Promise<{ login: LoginLook; skew: number | undefined }> {
  if (!endpoints) return { login: 'not tried', skew: undefined };
  const answer = await passwordGrant({ tokenEndpoint: endpoints.token, clientId: CLIENT, user }, signal);
  if (answer.granted) {
    if (answer.refreshToken && endpoints.endSession) {
      await endSession(endpoints.endSession, CLIENT, answer.refreshToken, signal);
    }
    return { login: 'accepted', skew: answer.skew };
  }
  // Keycloak looks at the password first, and at what else stands in the way of a login afterwards.
  const fits = answer.description.startsWith('Account is not fully set up');
  const refused = answer.description.startsWith('Invalid user credentials');
  return { login: fits ? 'accepted' : refused ? 'refused' : 'not tried', skew: undefined };
}
