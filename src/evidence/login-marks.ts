import * as z from 'zod';
import { isJsonObject, parseJson } from './json.ts';
import { measured } from './measured.ts';
import { type Print, printSchema } from './print.ts';

/**
 * What ties the messages of a login together: state, code and verifier (RFC 6749 section 4.1, RFC 7636 section 4), the code of a device (RFC 8628
 * section 3.2). All of them are masked wherever they stand; by its print each is known again.
 */
const NAMES = ['state', 'code', 'code_verifier', 'device_code'] as const;

const loginMarkSchema = z.object({ name: z.enum(NAMES), print: printSchema });
/** A masked value of a login, by its name and its print. */
export type LoginMark = z.infer<typeof loginMarkSchema>;

/** The masked values of one message, each once. */
export const loginMarksSchema = measured(z.array(loginMarkSchema).max(NAMES.length));

/** A field of a form or of an address's query (a page's text holds neither: it has no line that is one). */
const FIELD = new RegExp(`(?:^|[?&])(${NAMES.join('|')})=([^&\\s"#]+)`, 'g');

/** What ties a message to others of its login: `texts` are its addresses and its body, unmasked. */
export function loginMarks(texts: readonly (string | undefined)[], print: Print): readonly LoginMark[] {
  const found = new Map<string, string>();
  for (const [name, value] of texts.flatMap((text = '') => [...fieldsOf(text), ...deviceCodeIn(text)]))
    if (!found.has(name)) found.set(name, value);
  return NAMES.flatMap((name) => {
    const value = found.get(name);
    return value === undefined ? [] : [{ name, print: print(value) }];
  });
}

/** Marks in words: `state 4bf92f3577b3 · code 00f067aa0ba9`. */
export function loginMarkWords(marks: readonly LoginMark[]): string {
  return marks.map(({ name, print }) => `${name} ${print}`).join(' · ');
}

function fieldsOf(text: string): (readonly [string, string])[] {
  // However a value is encoded, it has one print.
  return [...text.matchAll(FIELD)].flatMap(([field]) => [...new URLSearchParams(field.replace(/^[?&]/, ''))]);
}

function deviceCodeIn(text: string): (readonly [string, string])[] {
  const answer = text.startsWith('{') && text.includes('"device_code"') ? parseJson(text) : undefined;
  return isJsonObject(answer) && typeof answer.device_code === 'string' ? [['device_code', answer.device_code]] : [];
}
