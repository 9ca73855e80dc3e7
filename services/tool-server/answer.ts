import { LONGEST_SENTENCE, printable } from '../../src/evidence/printable.ts';
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

/** What who is let in gets, and what the log says of them. */
export function welcome({ subject, roles }: Bearer): Answer {
  return {
    status: 200,
    body: 'Hello, world!',
    log: oneLine(`Received access token with Subject ${subject} and Roles [${roles.join(' ')}]`),
  };
}

/** A 401 with its challenge (RFC 6750, section 3): without an error code where the request brought no credential at all. */
export function unauthorized(realm: string, body: string, refusal?: Refusal): Answer {
  const challenge = `Bearer realm="${describable(realm)}"`;
  if (!refusal) return { status: 401, body, challenge };
  const error = `error="${refusal.code}", error_description="${describable(refusal.message)}"`;
  return { status: 401, body, challenge: `${challenge}, ${error}`, log: oneLine(refusal.log) };
}

/** Nothing of a token can forge a line of the log, or command the terminal that shows it. */
function oneLine(text: string): string {
  const escaped = text.replace(/[\t\n\r]/g, (control) => JSON.stringify(control).slice(1, -1));
  return printable(escaped, LONGEST_SENTENCE);
}

const LONGEST_DESCRIPTION = 400;

/** The characters that RFC 6750, section 3, allows in error_description: no quote and no backslash, so nothing is left to escape. */
function describable(text: string): string {
  return text
    .slice(0, LONGEST_DESCRIPTION)
    .replace(/["\\]/g, "'")
    .replace(/[^\x20-\x7e]/g, '?');
}
