import type * as z from 'zod';
import { parseJson } from '../../../src/evidence/json.ts';
import type { RawAnswer } from '../json-exchange.ts';
import { refusalSchema } from './answers.ts';

/** What an answer is: the one asked for, a refusal in Llama Stack's form, or something else, described for the eye. */
export type Reading<T> =
  | { kind: 'answer'; value: T }
  | {
      kind: 'refusal';
      status: number;
      message: string;
      /** FastAPI's word for a route that is not there, whichever server it runs; an object that is not there has another. */
      isNoRoute: boolean;
    }
  | { kind: 'other'; description: string };

/** Characters: of an answer that are looked at, and of a value that are shown. */
const LOOKED_AT = 64 * 1024;
const SHOWN = 120;

/**
 * Reads an answer by its schema; 204 reads as null. Pure. `mask` hides credentials in what is shown of it; it is applied before anything is
 * cut, since half a token is no longer known for one.
 */
export function readStackAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: RawAnswer,
  mask: (text: string) => string,
): Reading<z.infer<Schema>> {
  const { status, body } = answer;
  const json = status === 204 ? null : parseJson(body);
  if (status === 200 || status === 204) {
    const parsed = schema.safeParse(json);
    if (parsed.success) return { kind: 'answer', value: parsed.data };
  }
  const refusal = status >= 400 ? refusalSchema.safeParse(json) : undefined;
  if (refusal?.success) {
    const isNoRoute = status === 404 && refusal.data === 'Not Found';
    return { kind: 'refusal', status, message: mask(refusal.data), isNoRoute };
  }
  return { kind: 'other', description: describe(answer, mask) };
}

/** What somebody else would answer, in words: where a redirect leads, what a web page calls itself, the beginning of anything else. */
function describe({ status, headers, body }: RawAnswer, mask: (text: string) => string): string {
  const { location, 'content-type': type = '' } = headers;
  const said = `It answered ${status}`;
  if (status >= 300 && status < 400 && location) return `${said} and leads to ${excerpt(mask(location))}`;
  const text = mask(body.slice(0, LOOKED_AT));
  if (/^text\/html\b/i.test(type) || /^\s*<(?:!doctype html|html)/i.test(text)) {
    const [, title = ''] = /<title[^<>]*>([^<]*)</i.exec(text) ?? [];
    return `${said} with a web page${title.trim() === '' ? '' : `, “${excerpt(title)}”`}`;
  }
  return text.trim() === '' ? `${said} and nothing more` : `${said}: ${excerpt(text)}`;
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}…`;
}
