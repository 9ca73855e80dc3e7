import * as z from 'zod';
import { wireFetch } from '../wire/fetch.ts';

/** Milliseconds. An ollama on this machine lists its models at once. */
const TIMEOUT = 1_000;
/** Where an ollama listens unless told otherwise. */
export const OLLAMA_URL = 'http://127.0.0.1:11434';

const listSchema = z.object({ models: z.array(z.object({ name: z.string() })) });

/** The names of the models that an ollama has; undefined where none answers at `host`. Throws only when `signal` ends. */
export async function listModels({
  host = OLLAMA_URL,
  signal,
}: {
  host?: string;
  signal?: AbortSignal;
} = {}): Promise<string[] | undefined> {
  signal?.throwIfAborted();
  const { Ollama } = await import('ollama/browser');
  const ended = new AbortController();
  const end = () => ended.abort();
  const timer = setTimeout(end, TIMEOUT);
  signal?.addEventListener('abort', end);
  try {
    const client = new Ollama({ host, fetch: (url, init) => fetchOk(url, { ...init, signal: ended.signal }) });
    const { models } = listSchema.parse(await client.list());
    return models.map(({ name }) => name);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

/** The package itself would write of an error on stdout, which belongs to the program's results. */
async function fetchOk(url: string | URL | Request, init: RequestInit): Promise<Response> {
  const response = await wireFetch(new URL(String(url)), init);
  if (!response.ok) throw new Error(`ollama answered ${response.status}`);
  return response;
}
