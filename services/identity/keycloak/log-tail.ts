const KEPT = 50;

/** The last lines of a container's log, and what they tell. */
export class LogTail {
  readonly #lines: string[] = [];
  #version = '';

  add(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT) this.#lines.shift();
    this.#version ||= /Keycloak (\d\S*) on JVM/.exec(line)?.[1] ?? '';
  }

  /** Keycloak's version, once it has said so. */
  get version(): string {
    return this.#version;
  }

  get last(): string {
    return this.#lines.at(-1) ?? '';
  }

  get text(): string {
    return this.#lines.join('\n');
  }
}
