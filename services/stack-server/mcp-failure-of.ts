import { McpError } from '@modelcontextprotocol/sdk/types.js';
import * as z from 'zod';
import { NoAnswer, type NoAnswerStage } from '../wire/no-answer.ts';
import { McpFailure } from './mcp-failure.ts';

/** Nobody took the request: these leave no doubt. */
const NEVER_CONNECTED: readonly NoAnswerStage[] = ['resolve', 'connect'];

/** What the MCP SDK, the one client or a deadline threw, as a McpFailure. */
export function mcpFailureOf(error: unknown): McpFailure {
  if (error instanceof McpFailure) return error;
  if (error instanceof z.core.$ZodError) return new McpFailure('invalid', 'what it answered is no MCP result');
  if (error instanceof McpError) {
    const ours = typeof error.data === 'object' && error.data !== null && 'timeout' in error.data;
    return ours ? new McpFailure('timed-out', 'it did not answer in time') : new McpFailure('refused', error.message);
  }
  const { name, message } = error as Error;
  const status = refusedWith(error);
  const stage = error instanceof NoAnswer ? error.stage : undefined;
  if (name === 'TimeoutError' || stage === 'timeout') return new McpFailure('timed-out', 'it did not answer in time');
  const never = stage !== undefined && NEVER_CONNECTED.includes(stage);
  return new McpFailure(never ? 'not-delivered' : 'lost', causeCode(error) ?? message, status);
}

/** The HTTP status that the SDK's transports tell of a stream that was not opened. */
function refusedWith(error: unknown): number | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'number' && code >= 400 && code <= 499 ? code : undefined;
}

/** The system's error code behind what the client says. */
function causeCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? causeCode(error.cause) : undefined;
}
