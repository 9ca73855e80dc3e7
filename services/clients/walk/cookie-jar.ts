import { isProtected } from '../../wire/protected-url.ts';

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
  readonly secure: boolean;
}

/** More than any login sets; what comes beyond it is not kept. */
const MAX_COOKIES = 50;

/**
 * The cookies of one walk (RFC 6265): each goes back to its own host and path. A Secure one is taken over plain http from this machine itself, as
 * browsers do; Keycloak sets no others.
 */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Keeps what an answer sets; one that is over already is taken out. */
  take(url: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [, name = '', value = ''] = /^([^=\s]+)=(.*)$/.exec(pair) ?? [];
      if (name === '') continue;
      const path = attributes.find((text) => /^path=\//i.test(text))?.slice(5) ?? '/';
      const secure = attributes.some((text) => /^secure$/i.test(text));
      const key = JSON.stringify([url.hostname, path, name]);
      const isOver = attributes.some((text) => /^max-age=(?:0|-\d+)$/i.test(text));
      if (isOver) this.#cookies.delete(key);
      else if (this.#cookies.size < MAX_COOKIES || this.#cookies.has(key))
        this.#cookies.set(key, { host: url.hostname, path, name, value, secure });
    }
  }

  /** The header for a request; empty where none fits. */
  header(url: URL): Record<string, string> {
    const fitting = [...this.#cookies.values()].filter(
      ({ host, path, secure }) => host === url.hostname && isBelow(url.pathname, path) && (!secure || isProtected(url)),
    );
    return fitting.length === 0 ? {} : { cookie: fitting.map(({ name, value }) => `${name}=${value}`).join('; ') };
  }
}

/** RFC 6265, section 5.1.4. */
function isBelow(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
