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

/** A page for a person in a browser. `text` is one of our own sentences: it is not escaped. */
export function page(status: number, text: string): Answer {
  const body = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Realm demo</title></head><body><p>${text}</p></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body };
}
