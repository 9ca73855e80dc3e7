import { wire } from '../wire/http.ts';

/** Bytes of an answer that are read. */
const ANSWER_LIMIT = 16 * 1024 * 1024;

/** What is asked of a server that speaks JSON. `body` is JSON text. */
export interface JsonRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** The answer as it came; nobody has parsed `body` yet. */
export interface RawAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** One HTTP request with its whole answer. Throws NoAnswer. */
export async function exchangeJson(request: JsonRequest, signal?: AbortSignal): Promise<RawAnswer> {
  const { url, ...ask } = request;
  const { status, headers, body } = await wire.send(new URL(url), { ...ask, signal, bodyLimit: ANSWER_LIMIT });
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: body.toString('utf8'),
  };
}
