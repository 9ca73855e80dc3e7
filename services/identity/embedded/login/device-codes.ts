import { randomBytes, randomInt } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Scopes } from '../scopes.ts';
import type { Challenge } from './pkce.ts';

/** Keycloak's time for a device to wait (oauth2DeviceCodeLifespan), in seconds. */
export const DEVICE_CODE_SECONDS = 600;
/** … and between two of its questions (oauth2DevicePollingInterval). */
export const POLL_SECONDS = 5;
/** More of them at once are not remembered; and an expired one for as long again, so that its device hears why. */
const MAX_CODES = 1_000;
const KEPT_MS = 2 * DEVICE_CODE_SECONDS * 1000;
/** Consonants: no word is spelled by chance, and no digit looks like a letter (RFC 8628, section 6.1). */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** A device that waits for its user. */
export interface Device {
  readonly deviceCode: string;
  /** As it is shown, e.g. `RLFY-ZPWY`. */
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: string | undefined;
  readonly challenge: Challenge | undefined;
}

/** What a user granted a device. */
export interface DeviceGrant {
  readonly sid: string;
  readonly scopes: Scopes;
}

/** What a poll comes to (RFC 8628, section 3.5). */
export type Poll =
  | { readonly is: 'unknown' | 'of another' | 'expired' | 'too soon' | 'denied' | 'pending' }
  | { readonly is: 'granted'; readonly device: Device; readonly grant: DeviceGrant };

interface Entry {
  readonly device: Device;
  readonly expiresAt: number;
  /** When the last poll came that was not too soon. */
  polledAt: number;
  verdict: 'pending' | 'denied' | DeviceGrant;
}

/** The devices that wait, by both of their codes. Times in milliseconds. */
export class DeviceCodes {
  readonly #byDevice: LRUCache<string, Entry>;
  readonly #byUser: LRUCache<string, Entry>;
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    const store = () => new LRUCache<string, Entry>({ max: MAX_CODES, ttl: KEPT_MS, perf: { now }, ttlResolution: 0 });
    this.#byDevice = store();
    this.#byUser = store();
    this.#now = now;
  }

  /** A device that begins to wait. */
  start(asked: Pick<Device, 'clientId' | 'scope' | 'challenge'>): Device {
    const letters = Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const device = {
      ...asked,
      deviceCode: randomBytes(32).toString('base64url'),
      userCode: `${letters.slice(0, 4)}-${letters.slice(4)}`,
    };
    const expiresAt = this.#now() + DEVICE_CODE_SECONDS * 1000;
    const entry: Entry = { device, expiresAt, polledAt: Number.NEGATIVE_INFINITY, verdict: 'pending' };
    this.#byDevice.set(device.deviceCode, entry);
    this.#byUser.set(letters, entry);
    return device;
  }

  /** The device of a code that a user typed, in capitals or not, with the dash or without, as long as it waits. */
  waiting(typed: string): Device | undefined {
    const entry = this.#byUser.get(bare(typed));
    return entry?.verdict === 'pending' && entry.expiresAt > this.#now() ? entry.device : undefined;
  }

  approve(userCode: string, grant: DeviceGrant): void {
    this.#decide(userCode, grant);
  }

  deny(userCode: string): void {
    this.#decide(userCode, 'denied');
  }

  /** What there is for a device that asks; a grant is given once. A poll that comes too soon puts nothing off. */
  poll(deviceCode: string, clientId: string): Poll {
    const entry = this.#byDevice.get(deviceCode);
    if (!entry) return { is: 'unknown' };
    if (entry.device.clientId !== clientId) return { is: 'of another' };
    const now = this.#now();
    if (entry.expiresAt <= now) return { is: 'expired' };
    if (now < entry.polledAt + POLL_SECONDS * 1000) return { is: 'too soon' };
    entry.polledAt = now;
    const { device, verdict } = entry;
    if (verdict === 'pending' || verdict === 'denied') return { is: verdict };
    this.#byDevice.delete(deviceCode);
    return { is: 'granted', device, grant: verdict };
  }

  #decide(userCode: string, verdict: Entry['verdict']): void {
    const entry = this.#byUser.get(bare(userCode));
    this.#byUser.delete(bare(userCode));
    if (entry) entry.verdict = verdict;
  }
}

function bare(userCode: string): string {
  return userCode.replaceAll(/[\s-]/g, '').toUpperCase();
}
