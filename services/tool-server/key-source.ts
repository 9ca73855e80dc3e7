import { importJWK, type JWK } from 'jose';
import * as z from 'zod/mini';
import type { HttpGetter } from '../http-get.ts';
import { traceparent } from '../traceparent.ts';

/** The one algorithm that is accepted: what the original accepts, and what Keycloak signs with. */
export const ALGORITHM = 'RS256';

const TIMEOUT_MS = 5_000;
const BODY_LIMIT = 1024 * 1024;
/** After an unknown key id made this server ask anew, the next unknown one does not for this long. */
const COOL_DOWN_MS = 5_000;

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) });
const jwksSchema = z.object({
  keys: z.array(
    z.looseObject({
      kty: z.string(),
      kid: z.optional(z.string()),
      use: z.optional(z.string()),
      alg: z.optional(z.string()),
    }),
  ),
});

export interface VerificationKey {
  kid: string | undefined;
  key: Awaited<ReturnType<typeof importJWK>>;
}

/** The identity provider cannot be asked for its keys. The message says why, in a sentence. */
export class ProviderUnavailable extends Error {}

/** The issuer's signing keys: fetched once, and again when a token names a key that is not among them. */
export class KeySource {
  readonly #issuer: string;
  readonly #getter: HttpGetter;
  #keys: readonly VerificationKey[] | undefined;
  #loading: Promise<readonly VerificationKey[]> | undefined;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(issuer: string, getter: HttpGetter) {
    this.#issuer = issuer;
    this.#getter = getter;
  }

  /** The keys, fetched where there are none yet. Throws ProviderUnavailable; the next call then tries again. */
  async keys(traceId: string | undefined): Promise<readonly VerificationKey[]> {
    return this.#keys ?? (await this.#load(traceId));
  }

  /** The keys asked for anew, or undefined while the last such question is too recent. Throws ProviderUnavailable. */
  async refreshed(traceId: string | undefined): Promise<readonly VerificationKey[] | undefined> {
    const now = performance.now();
    if (!this.#loading && now - this.#refreshedAt < COOL_DOWN_MS) return undefined;
    this.#refreshedAt = now;
    return this.#load(traceId);
  }

  /** One question at a time: who comes meanwhile waits for the same answer. */
  #load(traceId: string | undefined): Promise<readonly VerificationKey[]> {
    this.#loading ??= this.#fetch(traceId)
      .then((keys) => {
        this.#keys = keys;
        return keys;
      })
      .finally(() => {
        this.#loading = undefined;
      });
    return this.#loading;
  }

  async #fetch(traceId: string | undefined): Promise<readonly VerificationKey[]> {
    const discovery = await this.#document(
      `${this.#issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      discoverySchema,
      traceId,
    );
    if (discovery.issuer !== this.#issuer)
      throw new ProviderUnavailable(
        `The identity provider calls itself ${JSON.stringify(discovery.issuer)}, but this server trusts ${JSON.stringify(this.#issuer)}: the two must be one string.`,
      );
    const { keys } = await this.#document(discovery.jwks_uri, jwksSchema, traceId);
    const usable = keys.filter(
      ({ kty, use = 'sig', alg = ALGORITHM }) => kty === 'RSA' && use === 'sig' && alg === ALGORITHM,
    );
    const imported = await Promise.all(usable.map(importKey));
    return imported.filter((key) => key !== undefined);
  }

  async #document<Schema extends z.ZodMiniType>(
    url: string,
    schema: Schema,
    traceId: string | undefined,
  ): Promise<z.infer<Schema>> {
    const headers = { accept: 'application/json', ...(traceId && { traceparent: traceparent(traceId) }) };
    const options = { headers, timeoutMs: TIMEOUT_MS, bodyLimit: BODY_LIMIT };
    const { status, body } = await this.#getter.get(new URL(url), options).catch((cause: Error) => {
      throw new ProviderUnavailable(`The identity provider does not answer at ${url}: ${cause.message}`, { cause });
    });
    if (status !== 200) throw new ProviderUnavailable(`The identity provider answers ${status} at ${url}.`);
    try {
      return schema.parse(JSON.parse(body.toString('utf8')));
    } catch (cause) {
      throw new ProviderUnavailable(`What the identity provider answers at ${url} is not what it should be.`, {
        cause,
      });
    }
  }
}

/** A key ready for use, or undefined where it is none: one bad key must not cost the good ones. */
async function importKey(jwk: JWK): Promise<VerificationKey | undefined> {
  try {
    return { kid: jwk.kid, key: await importJWK(jwk, ALGORITHM) };
  } catch {
    return undefined;
  }
}
