import { maskCredential, redact } from './redact.ts';

/** Headers whose value as a whole is as good as a key: who has it is taken for somebody. */
export const KEYS = /^(?:cookie|set-cookie|mcp-session-id|api-key|x-api-key|x-auth-token)$/i;
/** Headers that show a credential by a scheme (RFC 9110, sections 11.6.2 and 11.7.2). */
export const AUTHORIZATION = /^(?:proxy-)?authorization$/i;

/**
 * Headers as evidence may show them: a bearer token masked, any other credential not shown at all, and what else a value may hold as `masked` has it.
 */
export function shownHeaders(
  headers: Iterable<readonly [string, unknown]>,
  masked: (text: string) => string = redact,
): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name.toLowerCase(), shown(name, String(value), masked)]),
  );
}

function shown(name: string, value: string, masked: (text: string) => string): string {
  if (KEYS.test(name)) return '***';
  if (!AUTHORIZATION.test(name)) return masked(value);
  const bearer = /^bearer (.*)$/i.exec(value)?.[1];
  return bearer === undefined ? '***' : `Bearer ${maskCredential(bearer)}`;
}
