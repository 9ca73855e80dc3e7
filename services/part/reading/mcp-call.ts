import type { IncomingHttpHeaders } from 'node:http';
import * as z from 'zod';
import { NO_CARRIER } from '../../../src/evidence/carried.ts';
import type { SeenAnswer } from '../../../src/evidence/hop.ts';
import type { SeenCredential } from './authorization.ts';

/** A JSON-RPC request that calls a tool (MCP, server/tools). */
export const toolsCallSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]),
  method: z.literal('tools/call'),
  params: z.object({
    name: z.string(),
    arguments: z.unknown().optional(),
    _meta: z.unknown().optional(),
  }),
});

/** A JSON-RPC response to one; a tool's own failure is a result with `isError`, a protocol's is an `error`. */
export const toolsAnswerSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number()]),
  result: z
    .object({ content: z.array(z.object({ text: z.string().optional() })).optional(), isError: z.boolean().optional() })
    .optional(),
  error: z.object({ code: z.number(), message: z.string() }).optional(),
});

/** What a call brings for the tool: `_meta.api_key`, or where there is none the bearer token of the request that carries it. */
export function callCredential(headers: IncomingHttpHeaders, apiKey: unknown): SeenCredential {
  const bearer = (headers.authorization ?? '').replace(/^bearer /i, '');
  const credential = apiKey === undefined ? bearer : typeof apiKey === 'string' ? apiKey : '';
  if (apiKey !== undefined) return { carrier: '_meta.api_key', credential };
  return { carrier: credential === '' ? NO_CARRIER : 'Authorization: Bearer', credential };
}

/** `tools/call fetch(http://localhost:10000)` */
export function callInWords({ name, arguments: given }: { name: string; arguments?: unknown }): string {
  const values = Object.values(given ?? {}).map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  return `tools/call ${name}(${values.join(', ')})`;
}

/** The answer to a call in words. */
export function callAnswer({ result, error }: z.infer<typeof toolsAnswerSchema>): Omit<SeenAnswer, 'exchange'> {
  if (error) return { status: `error ${error.code}`, ok: false, text: error.message };
  const isError = result?.isError === true;
  const texts = (result?.content ?? []).flatMap(({ text }) => text ?? []);
  return { status: `isError: ${isError}`, ok: result !== undefined && !isError, text: texts.join('\n') };
}
