import type { IncomingMessage } from 'node:http';
import { readText } from '../../wire/http-body.ts';

const MAX_FORM_BYTES = 16 * 1024;

/** The request's form; anything else that a body may be counts as an empty form, as in Keycloak, which looks for small letters. Throws BodyError. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST') return new URLSearchParams();
  const text = await readText(request, MAX_FORM_BYTES);
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return new URLSearchParams(type.trim() === 'application/x-www-form-urlencoded' ? text : '');
}

/** RFC 6749 section 3.2: a parameter comes once, but for those that a grant takes several times. */
export function hasDuplicates(parameters: URLSearchParams, repeatable: readonly string[] = []): boolean {
  const once = [...parameters.keys()].filter((name) => !repeatable.includes(name));
  return new Set(once).size !== once.length;
}
