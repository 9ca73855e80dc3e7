import { parseJson } from '../../src/evidence/json.ts';
import { discoveryUrl, type Endpoints, readMetadata } from '../clients/discovery.ts';
import { wire } from '../wire/http.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import { skewByDate } from '../wire/skew.ts';

/** What came of asking an issuer for its discovery document. */
export type ProviderLook =
  | { readonly fault: NoAnswer }
  | {
      readonly status: number;
      /** The beginning of what it said, where that was no discovery document. */
      readonly said: string;
      readonly endpoints: Endpoints | undefined;
      /** Seconds by which its clock is ahead of ours, where it tells its time. */
      readonly skew: number | undefined;
    };

const LIMIT = 1_000_000;
const SAID = 200;

/** Asks an issuer where it answers, and waits so many milliseconds. Throws the reason of the signal. */
export async function lookAtProvider(issuer: string, timeoutMs: number, signal: AbortSignal): Promise<ProviderLook> {
  try {
    const url = new URL(discoveryUrl(issuer));
    const { status, headers, body } = await wire.send(url, { signal, timeoutMs, bodyLimit: LIMIT });
    const text = body.toString();
    const endpoints = status === 200 ? readMetadata(parseJson(text)) : undefined;
    const said = endpoints ? '' : text.slice(0, SAID).trim();
    return { status, said, endpoints, skew: skewByDate(headers.date ?? null, Date.now()) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NoAnswer) return { fault: error };
    throw error;
  }
}
