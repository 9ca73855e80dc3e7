import type { Finding, LessonUser, Progress } from '../provider.ts';
import { AdminApi, type AdminLogin } from './admin-api.ts';
import { judge } from './judge.ts';
import { REPAIRS } from './repairs.ts';
import { takeSnapshot } from './snapshot.ts';

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
      for (const [index, [id, repair]] of REPAIRS.entries()) {
        const finding = seen.findings.find((candidate) => candidate.id === id);
        if (finding?.state !== 'missing' && finding?.state !== 'different') continue;
        const doing = finding.state === 'missing' ? 'adding it' : 'repairing it';
        onProgress({ text: `${finding.title}: ${finding.saw}; ${doing}`, fraction: index / REPAIRS.length });
        await repair(api, seen.snapshot, user);
        seen = await look(api);
      }
      return seen.findings;
    },
  };
}
