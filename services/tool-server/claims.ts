import * as z from 'zod/mini';
import { isJsonObject } from '../../src/evidence/json.ts';
import { LONGEST_SENTENCE, printableJson } from '../../src/evidence/printable.ts';
import { goNow, goTime } from './go-time.ts';
import { Refusal } from './refusal.ts';
import { shown, type Verification } from './verification.ts';

/** The last second of the year 9999: no issuer means more, and neither Go's nor our calendar prints more. */
const LAST_SECOND = 253_402_300_799;
/** How far ahead a token's `nbf` may lie, in milliseconds: go-oidc v2.3 allows a minute for clocks that differ. */
const NOT_BEFORE_LEEWAY_MS = 60_000;

const numericDate = z.number().check(z.minimum(-LAST_SECOND / 10), z.maximum(LAST_SECOND));

/** What the checks look at (RFC 7519, section 4.1). A null counts as absent, as it does in Go. */
const claimsSchema = z.object({
  iss: z.nullish(z.string()),
  sub: z.nullish(z.string()),
  aud: z.nullish(z.union([z.string(), z.array(z.string())])),
  exp: z.nullish(numericDate),
  iat: z.nullish(numericDate),
  nbf: z.nullish(numericDate),
});
/** What the tool reads of a token's claims (RFC 7519, section 4.1). Times in seconds since the epoch. */
export type CheckedClaims = z.infer<typeof claimsSchema>;

const rolesSchema = z.object({ realm_access: z.nullish(z.object({ roles: z.nullish(z.array(z.string())) })) });

const GO_TYPES: Readonly<Record<string, string>> = { iss: 'string', sub: 'string', aud: '[]string' };
const GO_ROLES: Readonly<Record<string, string>> = {
  realm_access: 'struct { Roles []string "json:\\"roles\\"" }',
  'realm_access.roles': '[]string',
};

/** The claims that count. Throws Refusal where one has a type that it must not have. */
export function decodeClaims(payload: Readonly<Record<string, unknown>>): CheckedClaims {
  const parsed = claimsSchema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const claim = String(parsed.error.issues[0]?.path[0]);
  const goType = GO_TYPES[claim] ?? 'oidc.jsonTime';
  throw new Refusal(`oidc: failed to unmarshal claims: ${cannotUnmarshal(payload[claim], `idToken.${claim}`, goType)}`);
}

/**
 * Issuer, audience, expiry and not-before, in this order: go-oidc names the first that fails (docs/references/tool-server.md#verification-order).
 * Without an audience that check is not made. Throws Refusal.
 */
export function checkClaims(
  claims: CheckedClaims,
  issuer: string,
  audience: string | undefined,
  verification: Verification,
): void {
  const { iss, aud, exp, nbf } = claims;
  const time = (seconds: number | null | undefined) => (seconds == null ? 'nothing' : goTime(seconds));
  // The wall clock: the monotonic one stands still while a machine sleeps, and would keep what has expired meanwhile.
  const now = Date.now();
  verification.check('issuer', shown(iss), () => checkIssuer(iss ?? '', issuer));
  if (audience !== undefined) verification.check('audience', shown(aud), () => checkAudience(aud ?? [], audience));
  verification.check('expiry', time(exp), () => checkExpiry(exp, now));
  verification.check('not-before', time(nbf), () => checkNotBefore(nbf, now));
}

function checkIssuer(iss: string, issuer: string): void {
  if (iss !== issuer)
    throw new Refusal(`oidc: id token issued by a different provider, expected ${quote(issuer)} got ${quote(iss)}`);
}

function checkAudience(aud: string | readonly string[], audience: string): void {
  const audiences = [aud].flat();
  if (!audiences.includes(audience))
    throw new Refusal(`oidc: expected audience ${quote(audience)} got [${audiences.map(quote).join(' ')}]`);
}

function checkExpiry(exp: CheckedClaims['exp'], now: number): void {
  if (exp == null || Math.trunc(exp) * 1000 < now)
    throw new Refusal(`oidc: token is expired (Token Expiry: ${goTime(exp ?? undefined)})`);
}

function checkNotBefore(nbf: CheckedClaims['nbf'], now: number): void {
  if (nbf != null && Math.trunc(nbf) * 1000 > now + NOT_BEFORE_LEEWAY_MS)
    throw new Refusal(`oidc: current time ${goNow(now)} before the nbf (not before) time: ${goTime(nbf)}`);
}

/** What stands where Keycloak writes the roles of a realm; where there is no such place, what stands in its stead. */
export function rolesOf({ realm_access: access }: Readonly<Record<string, unknown>>): unknown {
  return isJsonObject(access) ? access.roles : access;
}

/** Keycloak's realm roles. Throws Refusal where the claim is no list of names. */
export function decodeRoles(payload: Readonly<Record<string, unknown>>): readonly string[] {
  const parsed = rolesSchema.safeParse(payload);
  if (parsed.success) return parsed.data.realm_access?.roles ?? [];
  const path = parsed.error.issues[0]?.path ?? [];
  const found = path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown>)[key], payload);
  const name = path.slice(0, 2).join('.');
  const goType = path.length > 2 ? 'string' : (GO_ROLES[name] ?? 'string');
  const reason = 'Failed to decode token claims';
  throw new Refusal(reason, {
    log: `Token decoding failed ${cannotUnmarshal(found, `.${name}`, goType)}`,
    body: reason,
  });
}

function cannotUnmarshal(value: unknown, field: string, goType: string): string {
  return `json: cannot unmarshal ${jsonType(value)} into Go struct field ${field} of type ${goType}`;
}

/** What encoding/json calls a value; a number that is out of range is named itself. */
function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return `number ${value}`;
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Go's %q, which escapes what is not printable. */
function quote(text: string): string {
  return printableJson(text, LONGEST_SENTENCE);
}
