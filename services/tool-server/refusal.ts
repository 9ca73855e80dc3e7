/** The error codes of RFC 6750, section 3.1, that this server gives. */
export type ErrorCode = 'invalid_request' | 'invalid_token';

/** Where a refusal says something else in the log or the body than its message; `code` is of RFC 6750, section 3.1. */
export interface RefusalDetails {
  log?: string;
  body?: string;
  code?: ErrorCode;
}

/** A credential that is not accepted. The message is the reason alone. */
export class Refusal extends Error {
  /** The line of the log, in the original's words. */
  readonly log: string;
  /** The body of the answer, in the original's words. */
  readonly body: string;
  readonly code: ErrorCode;

  constructor(reason: string, { log, body, code = 'invalid_token' }: RefusalDetails = {}) {
    super(reason);
    this.log = log ?? `Token validation failed ${reason}`;
    this.body = `Unauthorized token: ${body ?? `Token validation failed: ${reason}`}`;
    this.code = code;
  }
}
