/** A token that is not accepted. The message is what the answer says; `log` is what the log says. */
export class Refusal extends Error {
  /** The line of the log, in the original's words. */
  readonly log: string;
  /** The body of the answer, in the original's words. */
  readonly body: string;

  constructor(reason: string, log = `Token validation failed ${reason}`, body = `Token validation failed: ${reason}`) {
    super(reason);
    this.log = log;
    this.body = `Unauthorized token: ${body}`;
  }
}
