import type { z } from 'zod';
import { isJsonObject } from '../../src/evidence/json.ts';
import { Refusal } from './refusal.ts';

/** One entry of FastAPI's list of validation errors. */
interface ValidationError {
  loc: (string | number)[];
  msg: string;
  type: string;
}

const MISSING = { msg: 'Field required', type: 'missing' };
const UNKNOWN = { msg: 'Input should be valid', type: 'value_error' };

/** What pydantic says where zod says that another type was expected (docs/references/llama-stack-0.2.3.md#validation). */
const WRONG_TYPE: Readonly<Record<string, { msg: string; type: string }>> = {
  string: { msg: 'Input should be a valid string', type: 'string_type' },
  record: { msg: 'Input should be a valid dictionary', type: 'dict_type' },
  object: {
    msg: 'Input should be a valid dictionary or object to extract fields from',
    type: 'model_attributes_type',
  },
};

/** 400 with FastAPI's list of errors. */
export function validationRefusal(errors: readonly ValidationError[]): Refusal {
  return new Refusal(400, { error: { detail: { errors } } });
}

/**
 * The body's fields as the schema wants them. As FastAPI has it: a body that is no object lacks every field, and null is no value.
 * Throws a Refusal (400) that lists what is wrong.
 */
export function parseBody<Schema extends z.ZodObject>(schema: Schema, body: unknown): z.infer<Schema> {
  if (body !== undefined && body !== null && !isJsonObject(body)) {
    throw validationRefusal(Object.keys(schema.shape).map((field) => ({ loc: ['body', field], ...MISSING })));
  }
  const given = Object.fromEntries(Object.entries(body ?? {}).filter(([, value]) => value !== null));
  const parsed = schema.safeParse(given, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw validationRefusal(validationErrors(parsed.error));
}

/** What zod found wrong with a body, in FastAPI's form. */
export function validationErrors({ issues }: z.core.$ZodError): ValidationError[] {
  return issues.map(validationError);
}

function validationError(issue: z.core.$ZodIssue): ValidationError {
  return { loc: ['body', ...issue.path.map(pathItem)], ...described(issue) };
}

function described(issue: z.core.$ZodIssue): { msg: string; type: string } {
  if (issue.input === undefined) return MISSING;
  if (issue.code === 'invalid_type') return WRONG_TYPE[issue.expected] ?? UNKNOWN;
  if (issue.code === 'invalid_value') {
    return { msg: `Input should be ${issue.values.map((value) => `'${String(value)}'`).join(' or ')}`, type: 'enum' };
  }
  return UNKNOWN;
}

function pathItem(item: PropertyKey): string | number {
  return typeof item === 'symbol' ? item.toString() : item;
}
