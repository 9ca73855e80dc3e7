import type { IncomingHttpHeaders } from 'node:http';
import { pythonEscape } from '../../src/evidence/python-repr.ts';
import { maskCredential } from '../../src/evidence/redact.ts';
import { Secret } from '../../src/evidence/secret.ts';
import { pythonBytes, pythonType } from './python-text.ts';
import { ToolFault } from './tool-fault.ts';

/** What a call brings along for the tool. It is used for that one call only. */
export interface CallerToken {
  token: Secret | undefined;
  /** What carried it; where nothing did, what would have. */
  carrier: '_meta.api_key' | 'Authorization: Bearer';
  /** Whether the api_key had more words than the one that is sent. */
  cut: boolean;
}

const PREFIX = 'Bearer ';
/** What is no longer than this is answered whole, as the original does: to whoever sent it, and to nobody else. */
const ANSWERED_WHOLE = 16;

/**
 * The token of a call: `_meta.api_key`, or, where there is none, the bearer token of the HTTP request that carried the call. An api_key goes
 * on as it is, or is refused in the original's words: never is another credential, or none, sent in its place. The one exception is said in
 * the log: of several words only the first goes on, because that is the one the original's tool reads, while ours refuses a header which is
 * not one `Bearer <token>`.
 * Throws ToolFault where it cannot stand in a header, in the words of Python, httpx and h11 (docs/references/mcp-server.md#words-of-failures).
 */
export function callerToken(apiKey: unknown, { authorization }: IncomingHttpHeaders): CallerToken {
  if (apiKey !== undefined) {
    if (typeof apiKey !== 'string')
      throw new ToolFault(`can only concatenate str (not "${pythonType(apiKey)}") to str`);
    refuseIllegal(apiKey);
    const [word = ''] = /^ *[^ ]*/.exec(apiKey) ?? [];
    return { token: new Secret(word), carrier: '_meta.api_key', cut: word !== apiKey };
  }
  const [scheme, token = '', ...rest] = authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'bearer' || rest.length > 0 || token === '')
    return { token: undefined, carrier: '_meta.api_key', cut: false };
  refuseIllegal(token);
  return { token: new Secret(token), carrier: 'Authorization: Bearer', cut: false };
}

function refuseIllegal(key: string): void {
  const [foreign] = /\P{ASCII}+/u.exec(key) ?? [];
  if (foreign !== undefined) throw new ToolFault(notAscii(key, foreign));
  // A tab may stand in a header (RFC 9110, section 5.5), the other control characters may not; and no blank at its end.
  const [control] = /(?!\t)\p{Cc}/u.exec(key) ?? [];
  const [blank] = /[ \t]$|^$/.exec(key) ?? [];
  const illegal = control ?? blank;
  if (illegal === undefined) return;
  const end = control === undefined ? illegal : `${control}...`;
  const shown = key.length <= ANSWERED_WHOLE ? key : maskCredential(key) + end;
  throw new ToolFault(`Illegal header value ${pythonBytes(PREFIX + shown)}`);
}

/** Python's word for a run of characters that are not ASCII; it names the character where it is one. */
function notAscii(key: string, foreign: string): string {
  const first = PREFIX.length + [...key.slice(0, key.indexOf(foreign))].length;
  const characters = [...foreign];
  const where =
    characters.length === 1
      ? `character '${pythonEscape(foreign)}' in position ${first}`
      : `characters in position ${first}-${first + characters.length - 1}`;
  return `'ascii' codec can't encode ${where}: ordinal not in range(128)`;
}
