import type { Refusal } from './refusal.ts';
import type { Bearer } from './verifier.ts';

/** What the server says to a request. `log` is the line that tells of it. */
export interface Answer {
  status: 200 | 401 | 413 | 503;
  body: string;
  log?: string;
  /** WWW-Authenticate. */
  challenge?: string;
}

export function welcome({ subject, roles }: Bearer): Answer {
  return {
    status: 200,
    body: 'Hello, world!',
    log: `Received access token with Subject ${printable(subject)} and Roles [${roles.map(printable).join(' ')}]`,
  };
}

/** A 401 with its challenge (RFC 6750, section 3): without an error code where the request brought no credential at all. */
export function unauthorized(realm: string, body: string, refusal?: Refusal): Answer {
  const challenge = `Bearer realm="${describable(realm)}"`;
  if (!refusal) return { status: 401, body, challenge };
  const error = `error="${refusal.code}", error_description="${describable(refusal.message)}"`;
  return { status: 401, body, challenge: `${challenge}, ${error}`, log: printable(refusal.log) };
}

/** No control character of a token reaches the log, where it could forge a line. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => JSON.stringify(character).slice(1, -1));
}

const LONGEST_DESCRIPTION = 400;

/** The characters that RFC 6750, section 3, allows in error_description: no quote and no backslash, so nothing is left to escape. */
function describable(text: string): string {
  return text
    .slice(0, LONGEST_DESCRIPTION)
    .replace(/["\\]/g, "'")
    .replace(/[^\x20-\x7e]/g, '?');
}
