import type { IncomingMessage } from 'node:http';
import { bodyTooLarge, REQUEST_LIMIT, readText } from '../wire/http-body.ts';
import { DEEPEST_NESTING, nestsTooDeep } from './nesting.ts';
import { refuse } from './refusal.ts';
import { validationRefusal } from './validation.ts';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
const POSITION = /at position (\d+)/;

/** The request's body as text. Throws BodyError: 413 over 1 MB, 400 where it is not UTF-8 or breaks off. */
export function readBodyText(request: IncomingMessage): Promise<string> {
  return readText(request, REQUEST_LIMIT);
}

/** Throws a BodyError (413) where a request that needs no body announces one over 1 MB. */
export function refuseLargeBody({ headers }: IncomingMessage): void {
  if (Number(headers['content-length'] ?? 0) > REQUEST_LIMIT) throw bodyTooLarge(REQUEST_LIMIT);
}

/**
 * What a body's text stands for: undefined where it is empty; the text itself where it is not announced as JSON, which has no fields then.
 * Throws a Refusal (400) where it is no JSON.
 */
export function parseBodyText(text: string, contentType: string | undefined): unknown {
  if (text === '') return undefined;
  if (contentType !== undefined && !JSON_TYPE.test(contentType)) return text;
  const value = parse(text);
  if (nestsTooDeep(value)) throw refuse(400, `The request body nests deeper than ${DEEPEST_NESTING}.`);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    const position = message.startsWith('Unexpected end') ? text.length : Number(POSITION.exec(message)?.[1] ?? 0);
    throw validationRefusal([{ loc: ['body', position], msg: 'JSON decode error', type: 'json_invalid' }]);
  }
}
