import * as z from 'zod/mini';
import { parseJson } from '../../src/evidence/json.ts';
import { pythonType, pythonValue } from './python-text.ts';
import { ToolFault } from './tool-fault.ts';

const argumentsSchema = z.object({ url: z.string() });

/** The tool's input as FastMCP describes it (docs/references/mcp-server.md#the-protocol). */
export const INPUT_SCHEMA = {
  properties: { url: { title: 'Url', type: 'string' } },
  required: ['url'],
  title: 'fetchArguments',
  type: 'object' as const,
};

/**
 * The `url` argument (docs/references/mcp-server.md#arguments). Throws ToolFault in pydantic's words, after FastMCP's habit of parsing a text that is
 * JSON: `"5"` is then a number.
 */
export function readUrl(given: Readonly<Record<string, unknown>>): string {
  const values = 'url' in given ? { ...given, url: parsedJson(given.url) } : given;
  const parsed = argumentsSchema.safeParse(values);
  if (parsed.success) return parsed.data.url;
  if (!('url' in values)) throw invalid('Field required', 'missing', given);
  throw invalid('Input should be a valid string', 'string_type', values.url);
}

function parsedJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const parsed = parseJson(value);
  return parsed === undefined || typeof parsed === 'string' ? value : parsed;
}

function invalid(message: string, type: string, input: unknown): ToolFault {
  return new ToolFault(
    `1 validation error for fetchArguments\nurl\n  ${message} [type=${type}, input_value=${pythonValue(input)}, input_type=${pythonType(input)}]\n    For further information visit https://errors.pydantic.dev/2.10/v/${type}`,
  );
}
