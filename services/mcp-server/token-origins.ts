/**
 * What is called localhost is looked for at 127.0.0.1 first. The other loopback hosts are origins of their own: who listens on [::1] or on
 * 127.0.0.2 need not be who listens there.
 */
const LOOPBACK = new Set(['localhost', '127.0.0.1']);

/** The origins (RFC 6454) that may receive the caller's token. */
export class TokenOrigins {
  readonly #origins: ReadonlySet<string>;

  /** Each text is an origin or a URL, whose origin is meant. Throws TypeError where one is no URL. */
  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins.map((origin) => canonical(new URL(origin))));
  }

  /** Scheme, host and port must be those of an allowed origin; `localhost` and `127.0.0.1` count as one host. */
  allows(url: URL): boolean {
    return this.#origins.has(canonical(url));
  }

  toString(): string {
    return [...this.#origins].join(', ');
  }
}

function canonical(url: URL): string {
  if (!LOOPBACK.has(url.hostname)) return url.origin;
  return `${url.protocol}//localhost${url.port && `:${url.port}`}`;
}
