import { randomBytes, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ClientPlan } from '../../realm-plan.ts';
import type { AuthorizationRequest } from './authorization-request.ts';
import { DeviceCodes } from './device-codes.ts';

/** More of a kind than this are not remembered: the one unused for longest is forgotten, so that nobody fills the memory by asking. */
const MAX_EACH = 1_000;
/** Keycloak's times for a login that has begun, and for a code (accessCodeLifespanLogin, accessCodeLifespan), in milliseconds. */
const LOGIN_MS = 30 * 60_000;
const CODE_MS = 60_000;
/** How long a browser stays logged in, if its session does (ssoSessionMaxLifespan), in milliseconds. */
const BROWSER_MS = 36_000_000;

/** A login that has begun in a browser. */
export interface PendingLogin {
  /** Names the tab that it goes on in. */
  readonly tab: string;
  /** Which browser began it; no other may go on. */
  readonly browser: string;
  readonly client: ClientPlan;
  readonly aim: LoginAim;
  /** The form that was shown last. */
  form: string;
  /** Once the user has shown who they are: when, in seconds since the epoch, and in which session, where there is one. */
  shown?: { readonly at: number | undefined; readonly sid: string | undefined };
}

/** What a login is for: a code for a client, or a device that waits. */
export type LoginAim =
  | { readonly for: 'code'; readonly request: AuthorizationRequest }
  | { readonly for: 'device'; readonly userCode: string; readonly scope: string | undefined };

/** What an authorization code stands for. */
export interface CodeGrant {
  readonly clientId: string;
  readonly sid: string;
  readonly request: AuthorizationRequest;
}

/** What of the realm's logins is under way: all of it bounded in number and time. */
export class LoginState {
  readonly devices: DeviceCodes;
  readonly #pending: LRUCache<string, PendingLogin>;
  readonly #codes: LRUCache<string, CodeGrant>;
  readonly #browsers: LRUCache<string, string>;
  readonly #consents = new Map<string, ReadonlySet<string>>();

  constructor(now: () => number = Date.now) {
    const store = <T extends object | string>(ttl: number) =>
      new LRUCache<string, T>({ max: MAX_EACH, ttl, perf: { now }, ttlResolution: 0 });
    this.devices = new DeviceCodes(now);
    this.#pending = store(LOGIN_MS);
    this.#codes = store(CODE_MS);
    this.#browsers = store(BROWSER_MS);
  }

  /** A login that begins. */
  begin(login: Pick<PendingLogin, 'browser' | 'client' | 'aim'>): PendingLogin {
    const pending = { ...login, tab: randomName(), form: randomName() };
    this.#pending.set(pending.tab, pending);
    return pending;
  }

  /** The login of a tab, for the browser that began it. */
  pending(tab: string | null, browser: string | undefined): PendingLogin | undefined {
    const found = tab === null ? undefined : this.#pending.get(tab);
    return found?.browser === browser ? found : undefined;
  }

  /** A login that is over. */
  finish({ tab }: PendingLogin): void {
    this.#pending.delete(tab);
  }

  /** A code for a grant, in Keycloak's form: a name, the session, the client's. */
  issueCode(grant: CodeGrant, clientUuid: string): string {
    const code = [randomUUID(), grant.sid, clientUuid].join('.');
    this.#codes.set(code, grant);
    return code;
  }

  /** What a code stands for, once: whatever comes of it, it is used. */
  takeCode(code: string): CodeGrant | undefined {
    const grant = this.#codes.get(code);
    this.#codes.delete(code);
    return grant;
  }

  /** Remembers that a browser is logged in. Returns what its cookie says. */
  signIn(sid: string): string {
    const cookie = randomName();
    this.#browsers.set(cookie, sid);
    return cookie;
  }

  /** The session that a browser's cookie says. */
  signedIn(cookie: string | undefined): string | undefined {
    return cookie === undefined ? undefined : this.#browsers.get(cookie);
  }

  /** Whether the user has granted a client all of these scopes. */
  hasConsent({ id }: ClientPlan, scopes: readonly string[]): boolean {
    const granted = this.#consents.get(id);
    return granted !== undefined && scopes.every((scope) => granted.has(scope));
  }

  consent({ id }: ClientPlan, scopes: readonly string[]): void {
    this.#consents.set(id, new Set([...(this.#consents.get(id) ?? []), ...scopes]));
  }
}

/** Of 256 random bits. */
export function randomName(): string {
  return randomBytes(32).toString('base64url');
}
