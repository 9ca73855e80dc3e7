import type { McpFailure, McpFailureKind } from './mcp-failure.ts';
import { Refusal } from './refusal.ts';

/** Llama Stack answers 500 to all of these. */
const STATUS: Readonly<Record<McpFailureKind, number>> = {
  'not-delivered': 502,
  refused: 502,
  'timed-out': 504,
  lost: 502,
  invalid: 502,
};

/** An MCP server behind this one gave no result. */
export class McpRefusal extends Refusal {
  readonly failure: McpFailure;

  constructor(failure: McpFailure, detail: string) {
    super(STATUS[failure.kind], { detail });
    this.failure = failure;
  }
}
