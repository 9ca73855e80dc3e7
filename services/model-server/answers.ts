import type { IncomingMessage } from 'node:http';
import { described, listed, modelNamed } from './catalog.ts';
import { chat } from './chat.ts';
import { chatSchema, namedSchema } from './chat-request.ts';
import { parsedBody } from './parsed-body.ts';
import { pull } from './pull.ts';
import { notFound, Refusal } from './refusal.ts';
import { SYSTEM_CLOCK } from './time.ts';

/** One answer. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  /** What the log adds to path and status: what was decided, in a few words. */
  readonly said: string;
}

/** The API that it answers as; what stands behind the `+` has no rank among versions (SemVer 2.0.0, section 10). */
const VERSION = '0.17.4+scripted';
const JSON_TYPE = 'application/json; charset=utf-8';
const LINES_TYPE = 'application/x-ndjson';
const TEXT = 'text/plain; charset=utf-8';

type Route = (request: IncomingMessage) => Answer | Promise<Answer>;

/** By method and path. */
const ROUTES: Readonly<Record<string, Route>> = {
  'GET /': () => text(200, 'Ollama is running; or rather its stand-in, the scripted model of tutorial-tui'),
  'GET /api/version': () => json({ version: VERSION }),
  'GET /api/tags': () => json({ models: listed() }),
  'GET /api/ps': () => json({ models: [] }),
  'POST /api/show': async (request) => {
    const asked = await parsedBody(request, namedSchema, 'ShowRequest');
    const name = asked.model || asked.name;
    if (name === '') throw new Refusal(400, 'model is required');
    const model = modelNamed(name);
    if (!model) throw notFound(name);
    return json(described(model));
  },
  'POST /api/chat': async (request) => {
    const asked = await parsedBody(request, chatSchema, 'ChatRequest');
    const lines = chat(asked, SYSTEM_CLOCK);
    const said = `, ${counted(asked.messages.length, 'message')}, ${counted(asked.tools.length, 'tool')}`;
    return asked.stream ? stream(lines, said) : json(lines[0], 200, said);
  },
  'POST /api/pull': async (request) => {
    const asked = await parsedBody(request, namedSchema, 'PullRequest');
    const name = asked.model || asked.name;
    if (name === '') throw new Refusal(400, 'invalid model name');
    const { lines, error } = pull(name);
    if (asked.stream) return stream(error === undefined ? lines : [...lines, { error }]);
    return error === undefined ? json(lines.at(-1)) : json({ error }, 500);
  },
};

/** The answer to a request. Throws a Refusal, or a BodyError. */
export function answerOf(request: IncomingMessage): Answer | Promise<Answer> {
  const [path = ''] = (request.url ?? '/').split('?', 1);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const route = ROUTES[`${method} ${path}`];
  if (route) return route(request);
  const elsewhere = Object.keys(ROUTES).some((row) => row.endsWith(` ${path}`));
  return elsewhere ? text(405, '405 method not allowed') : text(404, '404 page not found');
}

function json(value: unknown, status = 200, said = ''): Answer {
  return { status, type: JSON_TYPE, body: asGo(value), said };
}

function stream(values: readonly unknown[], said = ''): Answer {
  return { status: 200, type: LINES_TYPE, body: values.map((value) => `${asGo(value)}\n`).join(''), said };
}

function text(status: number, line: string): Answer {
  return { status, type: TEXT, body: line, said: '' };
}

/** As Go writes JSON: what HTML would take for its own is escaped. */
function asGo(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
