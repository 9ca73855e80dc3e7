/** Bytes that are kept of what was sent: a lesson's conversations are a thousandth of it. */
const MOST_BYTES = 4 * 1024 * 1024;

/** What was sent to a server, byte for byte as it came over each connection: to be looked through, and for nobody's eyes. */
export class Recording {
  readonly #connections: Buffer[][] = [];
  #requests = 0;
  #kept = 0;
  #unkept = 0;

  /** How many requests there were, how many bytes of them are kept, and how many were too many. */
  get size(): { readonly requests: number; readonly bytes: number; readonly unkept: number } {
    return { requests: this.#requests, bytes: this.#kept, unkept: this.#unkept };
  }

  /** A connection begins. Gives where its bytes go, in their order. */
  connection(): (bytes: Buffer) => void {
    const chunks: Buffer[] = [];
    this.#connections.push(chunks);
    return (bytes) => {
      if (this.#kept + bytes.length > MOST_BYTES) {
        this.#unkept += bytes.length;
        return;
      }
      this.#kept += bytes.length;
      // What it was read into may be used anew.
      chunks.push(Buffer.from(bytes));
    };
  }

  /** A request begins. */
  request(): void {
    this.#requests += 1;
  }

  /** What was sent over each connection. */
  *streams(): Iterable<Buffer> {
    for (const chunks of this.#connections) yield Buffer.concat(chunks);
  }
}
