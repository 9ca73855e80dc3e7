import * as z from 'zod/mini';
import { parseJson } from '../../src/evidence/json.ts';
import { LONGEST_SENTENCE, printableLine } from '../../src/evidence/printable.ts';
import { traceparent } from '../../src/evidence/traceparent.ts';
import type { PartReporter } from '../part/part-server.ts';
import type { HttpClient } from '../wire/http.ts';
import { acceptedAlgorithms } from './algorithms.ts';
import { documentHop } from './document-hop.ts';
import { type VerificationKey, verificationKeys } from './verification-key.ts';

/** Milliseconds for each document: less than who calls the tool waits. */
const TIMEOUT_MS = 10_000;
const BODY_LIMIT = 1024 * 1024;

const discoverySchema = z.object({
  issuer: z.string(),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  id_token_signing_alg_values_supported: z.catch(z.array(z.unknown()), []),
});
const jwksSchema = z.object({ keys: z.array(z.unknown()) });

/** What an issuer signs with. */
export interface KeySet {
  readonly algorithms: readonly string[];
  readonly keys: readonly VerificationKey[];
}

/** How long keys are trusted, and how often they are asked for. */
export interface KeySourceLimits {
  /** Milliseconds after which the keys are asked for anew: so long a withdrawn key is trusted. */
  maxAge: number;
  /** After a token that no key fits made this server ask anew, the next such token does not for this many milliseconds. */
  coolDown: number;
}
type Reporter = Pick<PartReporter, 'hop' | 'print'>;
const LIMITS: KeySourceLimits = { maxAge: 5 * 60_000, coolDown: 5_000 };

/** The identity provider cannot be asked for its keys. The message says why, in a sentence. */
export class ProviderUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(printableLine(message, LONGEST_SENTENCE), options);
  }
}

/** The issuer's signing keys: fetched once, again when they are old, and when a token is signed with none of them. */
export class KeySource {
  readonly #issuer: string;
  readonly #at: string;
  readonly #client: HttpClient;
  readonly #reporter: Reporter;
  readonly #limits: KeySourceLimits;
  #known: { set: KeySet; at: number } | undefined;
  #loading: Promise<KeySet> | undefined;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  /** `reporter` is told of each request that it makes; `at` is where the issuer is asked, where its name leads nowhere from here. */
  constructor(issuer: string, client: HttpClient, reporter: Reporter, limits = LIMITS, at = issuer) {
    this.#issuer = issuer;
    this.#at = at;
    this.#client = client;
    this.#reporter = reporter;
    this.#limits = limits;
  }

  /** The keys, fetched where there are none yet. Throws ProviderUnavailable; the next call then tries again. */
  async keys(traceId: string | undefined): Promise<KeySet> {
    if (!this.#known) return this.#load(traceId);
    const { set, at } = this.#known;
    if (performance.now() - at < this.#limits.maxAge) return set;
    // While the provider cannot be asked, the old keys are the best that is known.
    return (await this.refreshed(traceId).catch(() => undefined)) ?? set;
  }

  /** The keys asked for anew, or undefined while the last such question is too recent. Throws ProviderUnavailable. */
  async refreshed(traceId: string | undefined): Promise<KeySet | undefined> {
    const now = performance.now();
    if (!this.#loading && now - this.#refreshedAt < this.#limits.coolDown) return undefined;
    this.#refreshedAt = now;
    return this.#load(traceId);
  }

  /** One question at a time: who comes meanwhile waits for the same answer. */
  #load(traceId: string | undefined): Promise<KeySet> {
    this.#loading ??= this.#fetch(traceId)
      .then((set) => {
        this.#known = { set, at: performance.now() };
        return set;
      })
      .finally(() => {
        this.#loading = undefined;
      });
    return this.#loading;
  }

  async #fetch(traceId: string | undefined): Promise<KeySet> {
    const at = new URL(`${this.#at.replace(/\/$/, '')}/.well-known/openid-configuration`);
    const discovery = await this.#document(
      at,
      discoverySchema,
      ({ jwks_uri }) => `its keys are at ${jwks_uri}`,
      traceId,
    );
    if (discovery.issuer !== this.#issuer)
      throw new ProviderUnavailable(
        `The identity provider calls itself ${JSON.stringify(discovery.issuer)}, but this server trusts ${JSON.stringify(this.#issuer)}: the two must be one string.`,
      );
    const { keys } = await this.#document(new URL(discovery.jwks_uri), jwksSchema, keysInWords, traceId);
    const algorithms = acceptedAlgorithms(discovery.id_token_signing_alg_values_supported);
    return { algorithms, keys: verificationKeys(keys) };
  }

  /** `inWords` says what it holds, for the evidence. */
  async #document<Schema extends z.ZodMiniType>(
    url: URL,
    schema: Schema,
    inWords: (document: z.infer<Schema>) => string,
    traceId: string | undefined,
  ): Promise<z.infer<Schema>> {
    const headers = { accept: 'application/json', ...(traceId && { traceparent: traceparent(traceId) }) };
    const options = { headers, timeoutMs: TIMEOUT_MS, bodyLimit: BODY_LIMIT };
    const hop = documentHop({ url, headers, traceId }, this.#reporter.print);
    this.#reporter.hop(hop.arrived);
    const answer = await this.#client.send(url, options).catch((cause: Error) => {
      this.#reporter.hop(hop.answered({ status: 'none', ok: false, text: cause.message, exchange: undefined }));
      throw new ProviderUnavailable(`The identity provider does not answer at ${url}: ${cause.message}`, { cause });
    });
    const { status } = answer;
    const body = answer.body.toString('utf8');
    const document = status === 200 ? schema.safeParse(parseJson(body)) : undefined;
    const text = document?.success ? inWords(document.data) : 'no document';
    const exchange = { status, headers: Object.entries(answer.headers), body };
    this.#reporter.hop(hop.answered({ status: String(status), ok: document?.success === true, text, exchange }));
    if (!document) throw new ProviderUnavailable(`The identity provider answers ${status} at ${url}.`);
    if (!document.success) {
      const problem = `What the identity provider answers at ${url} is not what it should be.`;
      throw new ProviderUnavailable(problem, { cause: document.error });
    }
    return document.data;
  }
}

function keysInWords({ keys }: z.infer<typeof jwksSchema>): string {
  return keys.length === 1 ? '1 public key' : `${keys.length} public keys`;
}
