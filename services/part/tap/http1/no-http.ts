/** What came is not HTTP/1.1 that everybody reads alike; the message says why. `status` is that of the refusal, where a caller sent it. */
export class NoHttp extends Error {
  override readonly name = 'NoHttp';
  readonly status: 400 | 431;

  constructor(message: string, status: 400 | 431 = 400) {
    super(message);
    this.status = status;
  }
}
