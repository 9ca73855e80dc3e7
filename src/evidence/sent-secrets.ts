import { maskedIn } from './form-credential.ts';
import { secretsInHeaders } from './header-secrets.ts';

/** A request as it goes over the wire. */
export interface SentRequest {
  readonly url?: string;
  readonly headers?: Iterable<readonly [string, unknown]>;
  readonly form?: URLSearchParams;
}

/**
 * What of a request is secret, in every form in which the server that it goes to gets to know it. Whoever sends one masks these in what comes back: a
 * server may repeat them in other words than ours.
 */
export function secretsSent({ url, headers = [], form }: SentRequest): readonly string[] {
  return [
    ...secretsInHeaders(headers),
    ...(url === undefined ? [] : maskedIn(new URL(url).searchParams)),
    ...(form ? maskedIn(form) : []),
  ];
}
