import type * as z from 'zod';
import type { Exchange } from '../../../src/evidence/exchange.ts';
import { secretsInHeader } from '../../../src/evidence/header-secrets.ts';
import { maskCredential, redact } from '../../../src/evidence/redact.ts';
import { Secret } from '../../../src/evidence/secret.ts';
import { newTraceId, traceparent } from '../../../src/evidence/traceparent.ts';
import { NoAnswer } from '../../wire/no-answer.ts';
import { exchangeJson, type JsonRequest, type RawAnswer } from '../json-exchange.ts';
import { noAnswerFrom, noLlamaStack, refused } from './fault.ts';
import { type CredentialPlace, type StackRequest, withCredential } from './generation.ts';
import { lookAtVersion } from './look.ts';
import { type Reading, readStackAnswer } from './reading.ts';

/** Which server is asked, and until when. */
export interface AskerOptions {
  /** Without a trailing slash, e.g. `http://localhost:8321`. */
  readonly baseUrl: string;
  readonly signal?: AbortSignal | undefined;
  /** What every request carries, by name in lower case: a server may itself want a credential. */
  readonly headers?: Readonly<Record<string, Secret>> | undefined;
  /** Told of each request and its answer, redacted. */
  readonly onExchange?: ((exchange: Exchange) => void) | undefined;
}

/** What goes along with a request. */
export interface Carried {
  /** Undefined: the request names no client version, and is answered whatever the server's is. */
  readonly clientVersion?: string | undefined;
  readonly place?: CredentialPlace | undefined;
  readonly token?: Secret | string | undefined;
  readonly traceId?: string | undefined;
}

/** Asks one server, and reads its answers. Throws a TutorialError of kind part-unreachable where there is no answer. */
export function createAsker({ baseUrl, signal, headers: own = {}, onExchange }: AskerOptions) {
  const ownSecrets = Object.values(own).flatMap((value) => secretsInHeader(value.reveal()));

  async function ask<Schema extends z.ZodType>(
    schema: Schema,
    asked: StackRequest,
    { place, token: given, clientVersion, traceId = newTraceId() }: Carried = {},
  ): Promise<Reading<z.infer<Schema>>> {
    const token = given instanceof Secret ? given.reveal() : given;
    const carried = { traceparent: traceparent(traceId), clientVersion };
    const request = jsonRequest(withCredential(asked, place, token), carried);
    const secrets = [...ownSecrets, ...(token === undefined ? [] : [token])];
    let answer: RawAnswer | undefined;
    try {
      answer = await exchangeJson({ ...request, headers: { ...request.headers, ...revealed() } }, signal);
    } catch (cause) {
      signal?.throwIfAborted();
      throw cause instanceof NoAnswer ? noAnswerFrom(baseUrl, cause) : cause;
    } finally {
      if (onExchange) {
        const masked = withCredential(asked, place, token === undefined ? undefined : maskCredential(token));
        const shown = jsonRequest(masked, carried);
        onExchange(redacted({ ...shown, headers: { ...shown.headers, ...hidden() } }, answer, secrets));
      }
    }
    return readStackAnswer(schema, answer, (text) => redact(text, secrets));
  }

  function jsonRequest(
    { method, path, headers, body }: StackRequest,
    carried: { readonly traceparent: string; readonly clientVersion: string | undefined },
  ): JsonRequest {
    return {
      method,
      url: `${baseUrl}${path}`,
      headers: {
        accept: 'application/json',
        traceparent: carried.traceparent,
        ...(carried.clientVersion !== undefined && { 'x-llamastack-client-version': carried.clientVersion }),
        ...headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
  }

  const revealed = () => Object.fromEntries(Object.entries(own).map(([name, value]) => [name, value.reveal()]));
  const hidden = () => Object.fromEntries(Object.keys(own).map((name) => [name, '***']));
  const look = <Schema extends z.ZodType>(schema: Schema, path: string) => ask(schema, { method: 'GET', path });

  return {
    ask,
    look,
    /** Its version. Throws a TutorialError where it refuses to say, and where it is no Llama Stack. */
    version: async (): Promise<string> => {
      const reading = await lookAtVersion(look);
      if (reading.kind === 'answer') return reading.value;
      if (reading.kind === 'refusal' && !reading.isNoRoute) throw refused(baseUrl, reading.status, reading.message);
      const description =
        reading.kind === 'other' ? reading.description : `It answered ${reading.status}: ${reading.message}`;
      throw noLlamaStack(baseUrl, 'GET /v1/version', description);
    },
  };
}

function redacted(
  { method, url, headers, body }: JsonRequest,
  answer: RawAnswer | undefined,
  secrets: readonly string[],
): Exchange {
  const masked = (text: string) => redact(text, secrets);
  const maskedAll = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, masked(value)]));
  return {
    request: {
      method,
      url: masked(url),
      headers: maskedAll(headers),
      ...(body !== undefined && { body: masked(body) }),
    },
    ...(answer && { response: { ...answer, headers: maskedAll(answer.headers), body: masked(answer.body) } }),
  };
}
