import { OLLAMA_URL } from './ollama.ts';

/** Where an ollama is that OLLAMA_HOST names, as its own client reads it: the scheme may be missing, and every address stands for this machine. */
export function ollamaAddress(host: string | undefined): string {
  if (!host) return OLLAMA_URL;
  const text = host.includes('://') ? host : `http://${host}`;
  if (!URL.canParse(text)) return OLLAMA_URL;
  const url = new URL(text);
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (url.port === '' && !host.includes('://')) url.port = new URL(OLLAMA_URL).port;
  return url.origin;
}
