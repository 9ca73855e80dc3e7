/** What an endpoint answers, before it is written to a socket. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** What was done, in plain words, for the log and the hop; without secrets. */
  said?: string;
}

/** Headers of an answer that nobody may keep. */
export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** A JSON answer. */
export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}

/** An answer without a body. */
export function empty(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: '' };
}
