import type { Finding, LessonUser, Progress } from '../provider.ts';
import { REALM } from '../realm.ts';
import { AdminApi, type AdminLogin } from './admin-api.ts';
import { judge } from './judge.ts';
import { REPAIR_WAVES } from './repairs.ts';
import { readAgain, type Snapshot, takeSnapshot } from './snapshot.ts';

/** What a repair brings to light is repaired in a second pass; what withstands that is left to a person. */
const PASSES = 2;

export interface RealmKeeperOptions {
  readonly baseUrl: string;
  readonly issuer: string;
  readonly admin: AdminLogin;
  readonly user: LessonUser;
}

/** Looks at the lesson's realm in a Keycloak, and sets it up, with an admin's rights. */
export interface RealmKeeper {
  inspect(signal: AbortSignal): Promise<Finding[]>;
  setUp(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Finding[]>;
}

export function realmKeeper({ baseUrl, issuer, admin, user }: RealmKeeperOptions): RealmKeeper {
  // A new login each time: an admin's token lives 60 s, and a learner takes longer between two steps.
  const logIn = (signal: AbortSignal) => new AdminApi({ baseUrl, login: admin, signal });
  const look = async (api: AdminApi) => {
    const snapshot = await takeSnapshot(api, issuer, user);
    return { snapshot, findings: judge(snapshot, issuer, user.username) };
  };
  return {
    inspect: async (signal) => (await look(logIn(signal))).findings,
    setUp: async (signal, onProgress) => {
      const api = logIn(signal);
      let seen = await look(api);
      for (let pass = 1; pass <= PASSES && seen.findings.some(isAmiss); pass++) {
        await repairAll(api, seen.snapshot, onProgress);
        seen = await look(api);
      }
      return seen.findings;
    },
  };

  async function repairAll(api: AdminApi, before: Snapshot, onProgress: (progress: Progress) => void): Promise<void> {
    let snapshot = before;
    for (const [index, wave] of REPAIR_WAVES.entries()) {
      const amiss = new Map(
        judge(snapshot, issuer, user.username)
          .filter(isAmiss)
          .map((finding) => [finding.id, finding]),
      );
      const due = wave.flatMap((entry) => {
        const finding = amiss.get(entry.id);
        return finding ? [{ ...entry, finding }] : [];
      });
      for (const { finding } of due) {
        const doing = finding.state === 'missing' ? 'adding it' : 'repairing it';
        onProgress({ text: `${finding.title}: ${finding.saw}; ${doing}`, fraction: index / REPAIR_WAVES.length });
      }
      await Promise.all(due.map(({ repair }) => repair(api, snapshot, user)));
      if (amiss.has('realm'))
        snapshot = { ...snapshot, realm: { realm: REALM.realm, enabled: true, sslRequired: 'none' } };
      const changed = new Set(due.flatMap(({ changes }) => changes));
      snapshot = await readAgain(api, snapshot, [...changed], user);
    }
  }
}

function isAmiss({ state, repairable }: Finding): boolean {
  return repairable && (state === 'missing' || state === 'different');
}
