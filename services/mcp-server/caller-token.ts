import type { IncomingHttpHeaders } from 'node:http';
import { maskCredential } from '../redact.ts';
import { Secret } from '../secret.ts';
import { pythonBytes } from './python-text.ts';
import { ToolFault } from './tool-fault.ts';

/** What a call brings along for the tool. It is used for that one call only. */
export interface CallerToken {
  token: Secret | undefined;
  /** What carried it; where nothing did, what would have. */
  carrier: '_meta.api_key' | 'Authorization: Bearer';
}

/**
 * The token of a call: `_meta.api_key`, or else the bearer token of the HTTP request that carried the call. One word is one credential: of an
 * api_key with several words only the first goes on, because that is the one the original's tool reads, while ours refuses a header which is
 * not one `Bearer <token>`. (reference/llama-stack-0.2.3.md: invoke api_key with two words.)
 * Throws ToolFault where it cannot stand in a header, in the words of httpx and h11.
 */
export function callerToken(apiKey: unknown, { authorization }: IncomingHttpHeaders): CallerToken {
  if (typeof apiKey === 'string' && apiKey !== '') {
    refuseIllegal(apiKey);
    return { token: secretOf(apiKey), carrier: '_meta.api_key' };
  }
  const [scheme, token = '', ...rest] = authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'bearer' || rest.length > 0) return { token: undefined, carrier: '_meta.api_key' };
  refuseIllegal(token);
  return { token: secretOf(token), carrier: 'Authorization: Bearer' };
}

function secretOf(text: string): Secret | undefined {
  const [word = ''] = text.split(' ');
  return word === '' ? undefined : new Secret(word);
}

const PREFIX = 'Bearer ';

function refuseIllegal(key: string): void {
  const [foreign] = /\P{ASCII}+/u.exec(key) ?? [];
  if (foreign !== undefined) {
    const first = PREFIX.length + [...key.slice(0, key.indexOf(foreign))].length;
    const length = [...foreign].length;
    const where =
      length === 1 ? `character in position ${first}` : `characters in position ${first}-${first + length - 1}`;
    throw new ToolFault(`'ascii' codec can't encode ${where}: ordinal not in range(128)`);
  }
  // A tab may stand in a header (RFC 9110, section 5.5), the other control characters may not.
  const [control] = /(?!\t)\p{Cc}/u.exec(key) ?? [];
  if (control === undefined) return;
  const masked = maskCredential(key);
  const shown = masked === key ? key : `${masked}${control}...`;
  throw new ToolFault(`Illegal header value ${pythonBytes(PREFIX + shown)}`);
}
