import { isJsonObject, parseJson } from '../../src/evidence/json.ts';
import { LONGEST_SENTENCE, printableLine } from '../../src/evidence/printable.ts';
import { type FetchInit, wireFetch, wireStream } from '../wire/fetch.ts';

/** Characters of one line of a stream: a line tells of a word, or of some bytes that came. */
const LONGEST_LINE = 1024 * 1024;

/** What an ollama said in place of an answer, in its own words. */
export class OllamaRefusal extends Error {
  /** HTTP status; 200 where it is a line of a stream. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(printableLine(message, LONGEST_SENTENCE));
    this.status = status;
  }
}

/** Whose requests they are, and until when. */
export interface OllamaFetchOptions {
  readonly agent?: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * What the package `ollama` asks with. Of a refusal and of a broken line it would write on stdout and stderr, which belong to the program; so neither
 * reaches it: what is refused is an OllamaRefusal, what cannot be read an Error, and no answer a NoAnswer.
 */
export function ollamaFetch({ agent, signal }: OllamaFetchOptions) {
  return async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const isStream = typeof init.body === 'string' && /"stream":true/.test(init.body);
    const own = init.signal;
    const ended = own ? eitherOf(signal, own) : signal;
    const ask: FetchInit = {
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...(agent && { 'User-Agent': agent }) },
      signal: ended,
    };
    const response = await (isStream ? wireStream : wireFetch)(String(input), ask);
    if (!response.ok) throw new OllamaRefusal(response.status, reasonIn(await response.text(), response.status));
    if (!isStream) return jsonOnly(response);
    return new Response(response.body?.pipeThrough(wholeLines()), response);
  };
}

/** Its own signal, which the package aborts, and ours. */
function eitherOf(ours: AbortSignal, its: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [ours, its]) {
    if (signal.aborted) both.abort(signal.reason);
    signal.addEventListener('abort', () => both.abort(signal.reason), { once: true });
  }
  return both.signal;
}

/** Why it refused: `{"error": "…"}`, or what else it says. */
function reasonIn(text: string, status: number): string {
  const json = parseJson(text);
  if (isJsonObject(json) && typeof json.error === 'string') return json.error;
  return text.trim() || `it answered ${status}`;
}

async function jsonOnly(response: Response): Promise<Response> {
  const text = await response.text();
  if (parseJson(text) === undefined) throw new Error('its answer is no JSON');
  return new Response(text, response);
}

/** Lines of JSON, each whole when it goes on; what is none, or has no end, breaks the stream. */
function wholeLines(): TransformStream<Uint8Array, Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  const pass = (line: string, stream: TransformStreamDefaultController<Uint8Array>) => {
    if (line.trim() === '') return;
    const json = parseJson(line);
    if (!isJsonObject(json)) stream.error(new Error('a line of its answer is no JSON'));
    else if (typeof json.error === 'string') stream.error(new OllamaRefusal(200, json.error));
    else stream.enqueue(encoder.encode(`${line}\n`));
  };
  return new TransformStream({
    transform(chunk, stream) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) pass(line, stream);
      if (rest.length > LONGEST_LINE) stream.error(new Error('a line of its answer has no end'));
    },
    flush: (stream) => pass(rest + decoder.decode(), stream),
  });
}
