import * as z from 'zod';
import { wire } from '../services/wire/http.ts';
import { parseJson } from '../src/evidence/json.ts';
import type { Secret } from '../src/evidence/secret.ts';
import { shownExchange } from '../src/evidence/shown-exchange.ts';
import { readShownToken, type ShownToken } from '../src/evidence/shown-token.ts';
import type { StepContext } from '../src/lesson/step.ts';
import { nothingAnswers } from './look.ts';

const issuedSchema = z.object({ access_token: z.string() });

/** A request that a step makes on its own account. */
export interface TellableRequest {
  readonly method?: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What of it nobody may see. */
  readonly secrets?: readonly Secret[];
}

/** What came back: a refusal without the secrets that were sent, for its words are shown. */
export interface ToldAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Makes a request, and tells it under a name as evidence of the step. Throws a TutorialError of kind part-unreachable where nothing answers. */
export async function toldRequest(
  step: string,
  name: string,
  { method = 'GET', url, headers = {}, body, secrets = [] }: TellableRequest,
  { signal, tell }: Pick<StepContext<unknown>, 'signal' | 'tell'>,
): Promise<ToldAnswer> {
  const sent = { method, url, headers, ...(body !== undefined && { body }) };
  const answer = await wire.send(new URL(url), { ...sent, signal }).catch((cause) => {
    throw nothingAnswers(url, cause, signal);
  });
  const response = { status: answer.status, headers: answer.headers, body: answer.body.toString('utf8') };
  const exchange = shownExchange({
    request: { ...sent, headers: Object.entries(headers) },
    response: { ...response, headers: Object.entries(answer.headers) },
    secrets: secrets.map((secret) => secret.reveal()),
  });
  const token = tokenIn(response.body);
  tell({ type: 'exchange', step, name, exchange, ...(token && { token }) });
  return response.status < 400 ? response : { ...response, body: exchange.response?.body ?? '' };
}

/** What the token says that an answer brings (RFC 6749, section 5.1). */
function tokenIn(body: string): ShownToken | undefined {
  const issued = issuedSchema.safeParse(parseJson(body)).data;
  return issued && readShownToken(issued.access_token);
}
