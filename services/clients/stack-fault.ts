import { TutorialError } from '../../src/errors.ts';
import type { NoAnswer } from '../wire/no-answer.ts';
import { whyNoToolGroups } from './stack-generation.ts';

const START_ONE = 'Start one with `tutorial-tui serve stack`, or name the one that runs.';
const ANOTHER = 'Use a Llama Stack of 0.2 to 0.6; `tutorial-tui serve stack` starts one that speaks 0.2.3.';

/** No answer at all, or none that is one: how far the request came decides what is said. */
export function noAnswerFrom(baseUrl: string, cause: NoAnswer): TutorialError {
  const { stage, why, next } = cause;
  const details = { why, cause };
  if (stage === 'resolve' || stage === 'connect') {
    return new TutorialError('part-unreachable', `No stack server answers at ${baseUrl}.`, {
      ...details,
      next: START_ONE,
    });
  }
  if (stage === 'tls') {
    const message = `The connection to the stack server at ${baseUrl} cannot be trusted.`;
    return new TutorialError('part-unreachable', message, { ...details, ...(next && { next }) });
  }
  return new TutorialError('part-unreachable', `What listens at ${baseUrl} gives no answer to the end.`, {
    ...details,
    next: 'See whether it is a stack server, and what its log says.',
  });
}

/** Something answers, and it has not the version of a Llama Stack either. */
export function noLlamaStack(baseUrl: string, route: string, description: string): TutorialError {
  return new TutorialError('part-unreachable', `What answers at ${baseUrl} is no Llama Stack server.`, {
    why: `${route}: ${description}.`,
    next: 'Name the address of the stack server itself, with no login page or proxy before it.',
  });
}

/** A Llama Stack, with an answer of another form than those that are known. */
export function notUnderstood(baseUrl: string, version: string, route: string, description: string): TutorialError {
  return new TutorialError(
    'check-failed',
    `Llama Stack ${version} at ${baseUrl} answers in a form that is not known.`,
    {
      why: `${route}: ${description}.`,
      next: ANOTHER,
    },
  );
}

/** A Llama Stack of a generation without the routes that this program calls. */
export function noToolGroups(baseUrl: string, version: string): TutorialError {
  return new TutorialError(
    'check-failed',
    `This program cannot use the tool groups of Llama Stack ${version} at ${baseUrl}.`,
    {
      why: `${whyNoToolGroups(version)}.`,
      next: ANOTHER,
    },
  );
}

/** A refusal in Llama Stack's form; `message` is what it said, redacted. */
export function refused(baseUrl: string, status: number, message: string): TutorialError {
  const next = whatNext(status, message);
  return new TutorialError(
    status >= 500 ? 'part-unreachable' : 'check-failed',
    `The stack server at ${baseUrl} refused the request (${status}).`,
    { why: message, ...(next && { next }) },
  );
}

function whatNext(status: number, message: string): string | undefined {
  if (status === 500) return 'Its own log says what failed there. Often the server behind it does not run.';
  if (status > 500) return 'See whether the server behind it runs, and where.';
  if (status === 401 && /for url '/.test(message)) {
    return 'The MCP server behind it wants an Authorization header. The stack server is not sent one by this program.';
  }
  if (status === 401) return 'The stack server wants a login of its own, which this program does not send it.';
  return undefined;
}
