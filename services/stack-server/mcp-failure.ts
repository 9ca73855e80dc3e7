/** Why an MCP server gave no result. */
export type McpFailureKind =
  /** It certainly never got the message. */
  | 'not-delivered'
  /** It answered with a JSON-RPC error. */
  | 'refused'
  | 'timed-out'
  /** The connection broke; whether it acted is unknown. */
  | 'lost'
  /** What it answered is no MCP result. */
  | 'invalid';

/** Why an MCP server gave no result. The message is a clause that follows its name: `it did not answer in time`. */
export class McpFailure extends Error {
  readonly kind: McpFailureKind;
  /** HTTP status, where the message was refused with one. */
  readonly status: number | undefined;
  constructor(kind: McpFailureKind, message: string, status?: number) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}
