import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Secret } from '../../../src/evidence/secret.ts';
import type { PartReporter } from '../../part/part-server.ts';
import type { HttpClient } from '../../wire/http.ts';
import { ToolFault } from '../tool-fault.ts';
import { exchangeHop, seenExchanged, unanswered } from './exchange-hop.ts';
import { type ExchangeClient, exchangeRequest, readExchanged } from './exchange-request.ts';
import { type IssuerMetadata, IssuerUnavailable } from './issuer-metadata.ts';

/** A kept token that has no more milliseconds than these is not given out: on its way to the tool it must not expire. */
const MARGIN_MS = 10_000;
const KEPT = 1_000;

/** Token exchange (RFC 8693) by a confidential client. A token that was got is kept for as long as it lives, and given for the same subject token. */
export class TokenExchange {
  readonly #client: ExchangeClient;
  readonly #metadata: () => Promise<IssuerMetadata>;
  readonly #http: HttpClient;
  readonly #reporter: PartReporter;
  /** By a digest of the subject token: the token itself lies about no longer than it is used. */
  readonly #kept = new LRUCache<string, Promise<Secret>>({ max: KEPT });

  constructor(
    client: ExchangeClient,
    metadata: () => Promise<IssuerMetadata>,
    http: HttpClient,
    reporter: PartReporter,
  ) {
    this.#client = client;
    this.#metadata = metadata;
    this.#http = http;
    this.#reporter = reporter;
  }

  /** The token for the tool. Whoever asks while it is being got waits for the same one. Throws ToolFault, in the provider's words where it refuses. */
  forSubject(subject: Secret, traceId: string | undefined): Promise<Secret> {
    const key = createHash('sha256').update(subject.reveal()).digest('base64');
    const kept = this.#kept.get(key);
    if (kept) return kept;
    const got = this.#exchanged(subject, traceId);
    const token = got.then(({ issued }) => issued);
    this.#kept.set(key, token);
    got.then(
      ({ livesMs }) => {
        if (livesMs > MARGIN_MS) this.#kept.set(key, token, { ttl: livesMs - MARGIN_MS });
        else this.#kept.delete(key);
      },
      () => this.#kept.delete(key),
    );
    return token;
  }

  async #exchanged(subject: Secret, traceId: string | undefined): Promise<{ issued: Secret; livesMs: number }> {
    const { token: url } = await this.#metadata().catch((error: Error) => {
      throw error instanceof IssuerUnavailable ? notExchanged(error.message) : error;
    });
    const request = exchangeRequest(this.#client, subject, traceId);
    const reporter = this.#reporter;
    const hop = traceId === undefined ? undefined : exchangeHop({ url, request, subject, traceId }, reporter.print);
    if (hop) reporter.hop(hop.arrived);
    const answer = await this.#http.send(url, request).catch((error: Error) => {
      if (hop) reporter.hop(hop.answered(unanswered(error)));
      throw notExchanged(`The identity provider does not answer at ${url.origin}: ${error.message}.`);
    });
    const exchanged = readExchanged(answer, [subject.reveal(), ...request.secrets]);
    if (hop) reporter.hop(hop.answered(seenExchanged(exchanged, answer)));
    if ('refusal' in exchanged) {
      reporter.log(`Token exchange refused: ${exchanged.refusal}`, traceId);
      throw notExchanged(`The identity provider answered ${exchanged.refusal}.`);
    }
    reporter.log(`Exchanged the caller's token for one of ${this.#client.target.audience}`, traceId);
    return exchanged;
  }
}

function notExchanged(why: string): ToolFault {
  return new ToolFault(`The token was not exchanged. ${why}`);
}
