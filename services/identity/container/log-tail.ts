const KEPT = 50;

/** The last lines of a container's log, and what they tell. */
export class LogTail {
  readonly #lines: string[] = [];
  #version = '';
  #startedAt: number | undefined;

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT) this.#lines.shift();
    if (/ started in \d/.test(line)) this.#startedAt ??= Date.now();
    this.#version ||= /Keycloak (\d\S*) on JVM/.exec(line)?.[1] ?? '';
  }

  /** Keycloak's version, once it has said so. */
  get version(): string {
    return this.#version;
  }

  /** When it said that it has started, in milliseconds since the epoch; undefined where it has not. */
  get startedAt(): number | undefined {
    return this.#startedAt;
  }

  get last(): string {
    return this.#lines.at(-1) ?? '';
  }

  get text(): string {
    return this.#lines.join('\n');
  }
}
