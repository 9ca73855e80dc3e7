import { McpError } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { McpFailure } from './mcp-failure.ts';

/** Nothing was listening: these leave no doubt. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whatever the MCP SDK or fetch threw. */
export function mcpFailureOf(error: unknown): McpFailure {
  if (error instanceof McpFailure) return error;
  if (error instanceof z.core.$ZodError) return new McpFailure('invalid', 'what it answered is no MCP result');
  if (error instanceof McpError) {
    const ours = typeof error.data === 'object' && error.data !== null && 'timeout' in error.data;
    return ours ? new McpFailure('timed-out', 'it did not answer in time') : new McpFailure('refused', error.message);
  }
  const code = causeCode(error);
  return new McpFailure(NEVER_CONNECTED.has(code ?? '') ? 'not-delivered' : 'lost', code ?? (error as Error).message);
}

/** The system's error code behind fetch's `fetch failed`. */
function causeCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? causeCode(error.cause) : undefined;
}
