import * as z from 'zod';
import { measured } from '../../../src/evidence/measured.ts';
import { pythonRepr } from '../../../src/evidence/python-repr.ts';
import { invalidValue, Refusal } from '../refusal.ts';
import { validationErrors } from '../validation.ts';

/** Rounds in which the model is asked, and its calls made. */
const MOST_ROUNDS = 20;
/** As Llama Stack 0.7.3 has it. */
const ROUNDS = 10;
const MOST_TOOLS = 20;
const MOST_MESSAGES = 200;
/** What 0.7.3 knows besides MCP servers, and this one does not serve. */
const OTHER_TOOLS = [
  'web_search',
  'web_search_preview',
  'web_search_preview_2025_03_11',
  'web_search_2025_08_26',
  'file_search',
  'function',
];

const allowedSchema = z.union([z.array(z.string()), z.object({ tool_names: z.array(z.string()) })]);

const mcpToolSchema = z.looseObject({
  type: z.string(),
  server_label: z.string(),
  server_url: z.string().optional(),
  authorization: measured(z.string().min(1)).nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  require_approval: z.unknown().optional(),
  allowed_tools: allowedSchema.nullish(),
});
/** A tool of type mcp: a server whose tools the model may call. */
export type McpServerTool = z.infer<typeof mcpToolSchema>;

const messageSchema = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]),
});

const requestSchema = z.looseObject({
  input: z.union([z.string(), measured(z.array(messageSchema).max(MOST_MESSAGES))]),
  model: z.string(),
  instructions: z.string().optional(),
  stream: z.boolean().optional(),
  store: z.boolean().optional(),
  temperature: z.number().optional(),
  /** With `none` the tools are listed, and the model is told of none. */
  tool_choice: z.enum(['auto', 'none']).default('auto'),
  max_infer_iters: z.int().min(1).max(MOST_ROUNDS).default(ROUNDS),
  tools: measured(z.array(mcpToolSchema).max(MOST_TOOLS)).default([]),
});
/** The body of POST /v1/responses, as far as it is understood here. */
export type ResponseRequest = z.infer<typeof requestSchema>;

/**
 * What was asked for. Throws a Refusal (400) in the words of Llama Stack 0.7.3 (docs/references/llama-stack-0.7.3.md) where it is not what it
 * should be, and in our own for what that one can do and this one cannot.
 */
export function readResponseRequest(body: unknown): ResponseRequest {
  const { tools, ...rest } = asObject(body);
  refuseOtherTools(tools);
  const given = { ...rest, ...(tools !== undefined && { tools }) };
  const parsed = requestSchema.safeParse(given, { reportInput: true });
  if (!parsed.success) throw invalidBody(validationErrors(parsed.error).map(withTag));
  for (const [at, tool] of parsed.data.tools.entries()) checkTool(at, tool);
  if (parsed.data.stream) throw invalidValue('stream: this server gives a response whole, and at once');
  for (const name of ['previous_response_id', 'conversation'])
    if (rest[name] != null) throw invalidValue(`${name}: this server keeps no conversations`);
  return parsed.data;
}

/** The names that a server's tools are narrowed to; undefined where they are not. */
export function allowedNames({ allowed_tools: allowed }: McpServerTool): readonly string[] | undefined {
  if (!allowed) return undefined;
  return Array.isArray(allowed) ? allowed : allowed.tool_names;
}

/** What is said to the model, message by message. */
export function messagesOf({ input, instructions }: ResponseRequest): { role: string; content: string }[] {
  const asked = typeof input === 'string' ? [{ role: 'user', content: input }] : input;
  const system = instructions === undefined ? [] : [{ role: 'system', content: instructions }];
  return [...system, ...asked].map(({ role, content }) => ({
    role,
    content: typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n'),
  }));
}

function asObject(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

function refuseOtherTools(tools: unknown): void {
  for (const [at, tool] of (Array.isArray(tools) ? tools : []).entries()) {
    const { type } = asObject(tool);
    if (typeof type !== 'string' || type === 'mcp') continue;
    if (OTHER_TOOLS.includes(type)) throw invalidValue(`tools[${at}].type: this server has no tools of type ${type}`);
    const known = [...OTHER_TOOLS, 'mcp'].map((each) => `'${each}'`).join(', ');
    const msg = `Input tag '${type}' found using 'type' does not match any of the expected tags: ${known}`;
    throw invalidBody([{ loc: ['body', 'tools', at], msg, type: 'union_tag_invalid' }]);
  }
}

function checkTool(
  at: number,
  { server_label: label, server_url: url, headers, require_approval: approval }: McpServerTool,
): void {
  if (url === undefined) {
    const msg = "Value error, Either 'server_url' or 'connector_id' must be provided for MCP tool";
    throw invalidBody([{ loc: ['body', 'tools', at, 'mcp'], msg, type: 'value_error' }]);
  }
  const { protocol, username, password } = URL.canParse(url) ? new URL(url) : new URL('data:');
  if (!/^https?:$/.test(protocol) || username || password)
    throw invalidValue(`tools[${at}].server_url is not a http or https URL`);
  const own = Object.keys(headers ?? {}).find((name) => name.toLowerCase() === 'authorization');
  if (own !== undefined)
    throw new Refusal(400, {
      detail: `Invalid value for 'tools[server_label='${label}'].headers': ${own}. Authorization credentials must be passed via the 'authorization' parameter, not 'headers'.`,
    });
  if (approval !== undefined && approval !== null && approval !== 'never')
    throw invalidValue(`tools[${at}].require_approval: nobody here could approve; only 'never' is served`);
}

type Errors = ReturnType<typeof validationErrors>;

function invalidBody(errors: Errors): Refusal {
  return new Refusal(400, { error: { message: pythonRepr({ errors }) } });
}

/** Of the kinds of tools that there are, a fault names the one that was meant. */
function withTag({ loc, ...rest }: Errors[number]): Errors[number] {
  const [body, tools, at, ...inside] = loc;
  return tools === 'tools' && at !== undefined && inside.length > 0
    ? { loc: [body ?? '', tools, at, 'mcp', ...inside], ...rest }
    : { loc, ...rest };
}
