/** An answer other than 200, in ollama's form: `{"error": "…"}` (docs/references/ollama.md#errors). */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** 404 for a model that is not there. */
export function notFound(model: string): Refusal {
  return new Refusal(404, `model '${model}' not found`);
}
