/** An answer other than 200, in the form that Llama Stack 0.2.3 gives it over FastAPI (docs/references/llama-stack-0.2.3.md#answers). */
export class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`answered ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** `{"detail": "…"}`, the form of all that is refused after validation. */
export function refuse(status: number, detail: string, headers?: Readonly<Record<string, string>>): Refusal {
  return new Refusal(status, { detail }, headers);
}

/** What Llama Stack makes of a Python ValueError. */
export function invalidValue(what: string): Refusal {
  return refuse(400, `Invalid value: ${what}`);
}
