import type { IncomingHttpHeaders } from 'node:http';
import { TutorialError } from '../../src/errors.ts';
import { parseJson } from '../../src/evidence/json.ts';
import { masker } from '../../src/evidence/redact.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { secretsSent } from '../../src/evidence/sent-secrets.ts';
import { wire } from '../wire/http.ts';
import { NoAnswer } from '../wire/no-answer.ts';

/** An answer, with its body read. A refusal is without the secrets that were sent: its words are shown. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
  readonly text: string;
}

/** One request to an identity provider; a form where `body` is URLSearchParams. */
export interface ProviderAsk {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | URLSearchParams;
  /** What else of it nobody may see, where the body is no form. */
  readonly secrets?: readonly Secret[];
}

/** One request to an identity provider, whatever its status. Throws a TutorialError of kind part-unreachable where no answer comes. */
export async function askProvider(url: string, ask: ProviderAsk, signal: AbortSignal): Promise<ProviderAnswer> {
  const { method = 'GET', headers = {}, body, secrets = [] } = ask;
  const form = body instanceof URLSearchParams && { 'content-type': 'application/x-www-form-urlencoded' };
  try {
    const answer = await wire.send(new URL(url), {
      method,
      headers: { accept: 'application/json', ...form, ...headers },
      ...(body !== undefined && { body: String(body) }),
      signal,
    });
    const sent = secretsSent({ url, headers: Object.entries(headers), ...(form && { form: body }) });
    const masked = masker([...sent, ...secrets.map((secret) => secret.reveal())]);
    const came = answer.body.toString('utf8');
    const text = answer.status < 400 ? came : masked(came);
    return { status: answer.status, headers: answer.headers, json: parseJson(text), text };
  } catch (cause) {
    signal.throwIfAborted();
    throw new TutorialError('part-unreachable', `The identity provider at ${new URL(url).origin} does not answer.`, {
      why: cause instanceof NoAnswer ? cause.why : String(cause),
      next: (cause instanceof NoAnswer && cause.next) || 'See that it runs and that the address is right.',
      cause,
    });
  }
}
