import { maskCredential, redact } from './redact.ts';

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
  if (/^(?:cookie|set-cookie)$/i.test(name)) return '***';
  if (!/^(?:proxy-)?authorization$/i.test(name)) return redact(value, known);
  const bearer = /^bearer (.*)$/i.exec(value)?.[1];
  return bearer === undefined ? '***' : `Bearer ${maskCredential(bearer)}`;
}
