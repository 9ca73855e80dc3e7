import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { isJsonObject, parseJson } from '../../src/evidence/json.ts';
import { REQUEST_LIMIT, readText } from '../wire/http-body.ts';
import { Refusal } from './refusal.ts';

/** What Go calls the types of the fields that may be there (docs/references/ollama.md#errors). */
const GO_TYPES: Readonly<Record<string, string>> = {
  model: 'string',
  name: 'string',
  stream: 'bool',
  messages: '[]api.Message',
  tools: 'api.Tools',
  role: 'string',
  content: 'string',
};

/** A request's body by a schema. `struct` is what Go calls it. Throws a Refusal (400), or a BodyError where it is too long or no text. */
export async function parsedBody<Schema extends z.ZodType>(
  request: IncomingMessage,
  schema: Schema,
  struct: string,
): Promise<z.infer<Schema>> {
  const text = await readText(request, REQUEST_LIMIT);
  if (text === '') throw new Refusal(400, 'missing request body');
  const json = parseJson(text);
  if (json === undefined) throw new Refusal(400, 'invalid character in the request body: it is no JSON');
  const given = isJsonObject(json)
    ? Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null))
    : json;
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw new Refusal(400, inGosWords(parsed.error.issues[0], struct));
}

function inGosWords(issue: z.core.$ZodIssue | undefined, struct: string): string {
  const names = (issue?.path ?? []).filter((item) => typeof item === 'string');
  const type = GO_TYPES[names.at(-1) ?? ''] ?? 'struct';
  const field = [struct, ...names].join('.');
  if (issue?.code !== 'invalid_type') return `${field}: ${issue?.message ?? 'it cannot be read'}`;
  return `json: cannot unmarshal ${kindOf(issue.input)} into Go struct field ${field} of type ${type}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
