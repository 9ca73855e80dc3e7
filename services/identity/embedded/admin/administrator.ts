import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { AdminLogin } from '../../keycloak/admin-login.ts';
import { isSame } from '../is-same.ts';

/** As long as in a Keycloak. */
const TOKEN_SECONDS = 60;
const MAX_TOKENS = 100;

/** Who may administer the realm: the run that started it, and nobody else. */
export class Administrator {
  readonly #login: AdminLogin;
  readonly #tokens = new LRUCache<string, true>({ max: MAX_TOKENS, ttl: 1000 * TOKEN_SECONDS, ttlResolution: 0 });

  constructor(login: AdminLogin) {
    this.#login = login;
  }

  /** A token for the right name and password; undefined for any other. */
  logIn(username: string, password: string): { token: string; seconds: number } | undefined {
    const { username: name, password: secret } = this.#login;
    if (!isSame(`${name}\n${secret.reveal()}`, `${username}\n${password}`)) return undefined;
    const token = randomBytes(32).toString('base64url');
    this.#tokens.set(token, true);
    return { token, seconds: TOKEN_SECONDS };
  }

  /** Whether a token is one of its own, and good. */
  knows(token: string | undefined): boolean {
    return token !== undefined && this.#tokens.has(token);
  }
}
