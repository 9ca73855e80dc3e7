import { TutorialError } from '../../src/errors.ts';
import { LONGEST_SENTENCE, printableLine } from '../../src/evidence/printable.ts';
import { redact } from '../../src/evidence/redact.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import type { McpNothing, OtherAnswer } from './mcp-session.ts';
import { somethingElse } from './something-else.ts';

/** Characters that are shown of what a server said. */
const SHOWN = 300;
const ELSEWHERE = 'Name its endpoint with its path, e.g. --mcp http://localhost:9000/mcp.';

/** Why the tools of an MCP server are not known, as an error: at `url`, where it was asked, with the user's token where it was `let in` by one. */
export function mcpFault(url: string, came: McpNothing, broughtToken: boolean): TutorialError {
  if (came.is === 'error')
    return wrong(`The MCP server at ${url} does not list its tools.`, `It answered: ${shown(came.text)}`);
  if (came.is === 'other') return otherFault(url, came.answer, broughtToken);
  const { cause } = came;
  if (!(cause instanceof NoAnswer)) {
    const isLate = (cause as Error).name === 'TimeoutError';
    const why = isLate ? 'It does not finish its answer in time.' : `It said what is no MCP: ${shown(String(cause))}`;
    const next = isLate ? 'It hangs: see what it waits for, and start it again.' : ELSEWHERE;
    return new TutorialError('part-unreachable', `What listens at ${url} gives no answer that MCP knows.`, {
      why,
      next,
      cause,
    });
  }
  return new TutorialError('part-unreachable', `No MCP server answers at ${url}.`, {
    why: cause.why,
    ...(cause.next && { next: cause.next }),
    cause,
  });
}

function otherFault(url: string, answer: OtherAnswer, broughtToken: boolean): TutorialError {
  const { status, headers, text } = answer;
  const other = somethingElse(answer, shown);
  if (other && status < 400)
    return wrong(`What answers at ${url} is no MCP server: ${other.is}.`, undefined, other.next);
  const said = headers['www-authenticate'] ?? text;
  const why = said.trim() === '' ? undefined : `It said: ${shown(said)}`;
  if (status === 401 || status === 403)
    return wrong(
      `The MCP server at ${url} refuses ${broughtToken ? 'the user’s token' : 'a request without a token'} (${status}).`,
      why,
      'A protected MCP server takes tokens that name it (RFC 8707): name the scope or the audience that makes them, by --scope, --audience or --resource.',
    );
  if (status === 502 || status === 503 || status === 504)
    return new TutorialError('part-unreachable', `The MCP server at ${url} cannot be reached (${status}).`, {
      ...(why && { why }),
      next: 'Start it, or see what the proxy before it says.',
    });
  return wrong(`What answers at ${url} is no MCP server: it answers ${status}.`, why, ELSEWHERE);
}

function wrong(message: string, why?: string, next?: string): TutorialError {
  return new TutorialError('check-failed', message, { ...(why && { why }), ...(next && { next }) });
}

function shown(text: string): string {
  return printableLine(redact(text.slice(0, LONGEST_SENTENCE)).replace(/\s+/g, ' ').trim(), SHOWN);
}
