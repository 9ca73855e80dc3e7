import type { JWTPayload } from 'jose';
import { type Answer, json } from './answer.ts';
import { type Claims, personOf, userClaims } from './claims.ts';
import { authenticatedClient } from './client.ts';
import { hasDuplicates } from './form.ts';
import { refusal } from './keycloak-error.ts';
import { verifyRefreshToken, verifyToken } from './keys.ts';
import type { RealmRequest } from './realm-request.ts';
import type { RealmState } from './realm-state.ts';
import { standingOf } from './token-standing.ts';

const HINTS: readonly (string | null)[] = [null, 'access_token', 'refresh_token'];

/**
 * RFC 7662, for confidential clients. Who is not in a token's `aud` learns nothing of it, nor does anybody of one that is not good any more: both
 * are told that it is not active (section 2.2), and only the log says which. The checks come in Keycloak's order.
 */
export async function introspect(asked: RealmRequest): Promise<Answer> {
  const { state, form } = asked;
  const client = authenticatedClient(asked, 'clientSecretWrongAtIntrospection');
  if (client.access === 'public') throw refusal('introspectionRefused');
  if (hasDuplicates(form)) throw refusal('parameterTwice');
  const token = form.get('token');
  if (token === null) throw refusal('tokenMissingAtIntrospection');
  const hint = form.get('token_type_hint');
  if (!HINTS.includes(hint)) throw refusal('hintUnknown');
  const found = hint === 'refresh_token' ? await refreshToken(asked, token) : await issuedToken(asked, token);
  const inactive = found ? whyNot(state, found, client.id) : 'it is none of ours, or has expired';
  if (!found || inactive) return told({ active: false }, `Told ${client.id} that a token is not active: ${inactive}`);
  const { claims, username } = found;
  const answer = { ...claims, client_id: claims.azp, username, token_type: claims.typ, active: true };
  return told(answer, `Told ${client.id} that a token of ${username} is active`);
}

function told(answer: Claims, said: string): Answer {
  return { ...json(200, answer, { 'cache-control': 'no-cache' }), said };
}

interface Found {
  readonly claims: JWTPayload;
  /** Whom it may be told to. */
  readonly readers: readonly unknown[];
  readonly username: string;
}

/** Why a token is not active to a client; undefined where it is. */
function whyNot(state: RealmState, { claims, readers }: Found, clientId: string): string | undefined {
  const standing = standingOf(state, claims);
  if (standing !== 'good') return standing;
  return readers.includes(clientId) ? undefined : 'whoever asks is not in its aud';
}

/** An access or ID token, which is for its audience. */
async function issuedToken({ state, issuer }: RealmRequest, token: string): Promise<Found | undefined> {
  const keys = await state.keys;
  const verified =
    (await verifyToken(keys, token, { issuer, typ: 'Bearer' })) ??
    (await verifyToken(keys, token, { issuer, typ: 'ID' }));
  if (!verified) return undefined;
  // Where a client's request came from is not told to others.
  const { clientHost, clientAddress, ...claims } = verified;
  return { claims, readers: [claims.aud].flat(), username: personOf(state, claims.sub).username };
}

/** A refresh token, which is for the client that got it. */
async function refreshToken({ state, issuer }: RealmRequest, token: string): Promise<Found | undefined> {
  const verified = await verifyRefreshToken(await state.keys, token);
  if (verified.state !== 'valid' || verified.payload.iss !== issuer) return undefined;
  const { scope, ...claims } = verified.payload;
  const { user } = state;
  const whose = userClaims(user, new Set(String(scope).split(' ')));
  return { claims: { ...claims, acr: '1', scope, ...whose }, readers: [claims.azp], username: user.username };
}
