import { TutorialError } from '../../../src/errors.ts';
import type { NoAnswer } from '../../wire/no-answer.ts';
import { isTooOld, serverTitle } from './known-versions.ts';

const START_ONE =
  'Start one with `tutorial-tui serve stack`, or a whole lab with `tutorial-tui up`; or name the one that runs.';
const ANOTHER = 'Use a Llama Stack of 0.2 to 0.7, or OGX 1; `tutorial-tui serve stack` starts one that speaks 0.2.3.';

/** No answer at all, or none that is one: how far the request came decides what is said. */
export function noAnswerFrom(baseUrl: string, cause: NoAnswer): TutorialError {
  const { stage, why, next } = cause;
  const details = { why, cause };
  if (stage === 'resolve' || stage === 'connect') {
    return new TutorialError('part-unreachable', `No stack server answers at ${baseUrl}.`, {
      ...details,
      next: next ?? START_ONE,
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
    `${serverTitle(version)} at ${baseUrl} answers in a form that is not known.`,
    {
      why: `${route}: ${description}.`,
      next: ANOTHER,
    },
  );
}

/** A Llama Stack that is older, or newer, than those that are known, and has no route by which it could be spoken to. */
export function unknownGeneration(baseUrl: string, version: string): TutorialError {
  return new TutorialError('check-failed', `How ${serverTitle(version)} at ${baseUrl} takes a token is not known.`, {
    why: isTooOld(version)
      ? 'Its calls are older than those that this program knows.'
      : 'It lists neither POST /v1/tool-runtime/invoke nor POST /v1/responses among its routes.',
    next: isTooOld(version) ? ANOTHER : 'Name the generation that it is to be spoken to as.',
  });
}

/** A Llama Stack that keeps no tool groups; what was asked for is about one. */
export function noToolGroups(baseUrl: string, version: string): TutorialError {
  return new TutorialError('check-failed', `${serverTitle(version)} at ${baseUrl} keeps no tool groups.`, {
    why:
      'Llama Stack dropped them with 0.7.0: since then each request to its Responses API names the MCP server and brings the token along, as ' +
      '`authorization`.',
    next: 'Nothing has to be registered: name the MCP server with each call, by --mcp-endpoint.',
  });
}

/** A server whose calls a model makes, and which has none. */
export function noModel(baseUrl: string): TutorialError {
  return new TutorialError('check-failed', `The stack server at ${baseUrl} lists no model.`, {
    why: 'Of this generation, a model makes the calls: a response is asked of it.',
    next: 'Give it one in its configuration, or name one with --model.',
  });
}

/** A model that was asked to make a call, and made none; `said` is its answer, redacted. */
export function noCallMade(model: string, tool: string, said: string): TutorialError {
  return new TutorialError('check-failed', `The model ${model} did not call ${tool}.`, {
    why: said.trim() === '' ? 'It said nothing.' : `It said: ${excerpt(said)}`,
    next: 'Name a model that can call tools with --model, or see whether the MCP server offers that tool.',
  });
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

/** Characters that are shown of what a model said. */
const SAID = 300;

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SAID ? line : `${line.slice(0, SAID)}…`;
}

function whatNext(status: number, message: string): string | undefined {
  if (status === 500) return 'Its own log says what failed there. Often the server behind it does not run.';
  if (status > 500) return 'See whether the server behind it runs, and where.';
  if (status === 401 && /for url '/.test(message)) {
    return 'The MCP server behind it refuses the token that it was brought, or was brought none.';
  }
  if (status === 401)
    return 'The stack server wants a credential of its own: put its Authorization header into STACK_AUTHORIZATION.';
  if (status === 400 && /already exists in registry/.test(message))
    return 'Another tool group there has a tool of that name. Take that group away first: tutorial-tui tool unregister --toolgroup ID';
  if (status === 426) return 'It has become another version meanwhile. Try again.';
  return undefined;
}
