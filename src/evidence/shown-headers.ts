import { maskCredential, redact } from './redact.ts';

/** Headers whose value as a whole is as good as a key: who has it is taken for somebody. */
const KEYS = /^(?:cookie|set-cookie|mcp-session-id|api-key|x-api-key|x-auth-token)$/i;

/**
 * Headers as evidence may show them: a bearer token masked, any other credential not shown at all, and the `known` credentials masked wherever
 * else they stand.
 */
export function shownHeaders(
  headers: Iterable<readonly [string, unknown]>,
  known: readonly string[] = [],
): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name.toLowerCase(), shown(name, String(value), known)]),
  );
}

function shown(name: string, value: string, known: readonly string[]): string {
  if (KEYS.test(name)) return '***';
  if (!/^(?:proxy-)?authorization$/i.test(name)) return redact(value, known);
  const bearer = /^bearer (.*)$/i.exec(value)?.[1];
  return bearer === undefined ? '***' : `Bearer ${maskCredential(bearer)}`;
}
