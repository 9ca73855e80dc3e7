import type { Finding } from '../../../src/evidence/finding.ts';
import type { Observe } from '../../../src/evidence/hop.ts';
import type { Secret } from '../../../src/evidence/secret.ts';
import type { WorkProgress } from '../../part/part.ts';
import { passwordNeededOf } from '../credentials.ts';
import { isAmiss } from '../findings.ts';
import type { Inspection, LessonUser, LoginResult, SetUpWatch } from '../provider.ts';
import type { RealmPlan } from '../realm-plan.ts';
import { refusedLogin } from '../refused-login.ts';
import { AdminApi, AdminRefusal, type AdminSession } from './admin-api.ts';
import { judge } from './judge.ts';
import { lacksPassword } from './login-way.ts';
import { repairRefused } from './repair-refused.ts';
import { type RepairOf, repairWaves } from './repairs.ts';
import type { Snapshot } from './snapshot.ts';
import { type Look, readAgain, secretOf, takeSnapshot } from './take-snapshot.ts';

/** What a repair brings to light is repaired in a second pass; what withstands that is left to a person. */
const PASSES = 2;

/** Which realm is kept as its plan says, and with whose rights. */
export interface RealmKeeperOptions {
  readonly plan: RealmPlan;
  readonly issuer: string;
  readonly admin: AdminSession;
  readonly user: LessonUser;
  /** Told of the user's login, of which a Keycloak tells nothing. */
  readonly observe?: Observe | undefined;
}

/** Looks at the lesson's realm in a Keycloak, and sets it up, with an admin's rights. */
export interface RealmKeeper {
  inspect(signal: AbortSignal): Promise<Inspection>;
  setUp(signal: AbortSignal, watch: SetUpWatch): Promise<Inspection>;
  secretOf(clientId: string, signal: AbortSignal): Promise<Secret | undefined>;
}

interface Seen {
  readonly snapshot: Snapshot;
  readonly findings: readonly Finding[];
}

/** Takes a snapshot for each look, judges it by the plan, and repairs in the order in which one thing needs another. */
export function realmKeeper({ plan, issuer, admin, user, observe }: RealmKeeperOptions): RealmKeeper {
  const waves = repairWaves(plan);
  const lookBy = (signal: AbortSignal): Look => ({
    api: new AdminApi(admin, signal, [user.password]),
    plan,
    user,
    observe,
  });
  const see = async (look: Look, passwordSetNow = false): Promise<Seen> => {
    const snapshot = { ...(await takeSnapshot(look, issuer)), passwordSetNow };
    return { snapshot, findings: judge(snapshot, plan, issuer, user) };
  };
  return {
    secretOf: (clientId, signal) => secretOf(lookBy(signal), clientId),
    inspect: async (signal) => inspectionOf(await see(lookBy(signal)), user),
    setUp: async (signal, { onProgress, onFindings }) => {
      const look = lookBy(signal);
      const repaired = new Set<string>();
      let seen = await see(look);
      onFindings(seen.findings);
      for (let pass = 1; pass <= PASSES; pass++) {
        // Before anything is changed: without the password the lesson could not go on.
        if (lacksPassword(seen.snapshot, user)) throw passwordNeededOf(user.username);
        if (!(await repairAll(look, seen, repaired, onProgress))) break;
        seen = await see(look, setsPassword(repaired));
        onFindings(seen.findings);
      }
      return inspectionOf(seen, user);
    },
  };

  /** Repairs what can be, each thing once; says whether there was anything. */
  async function repairAll(
    look: Look,
    { snapshot: before, findings }: Seen,
    repaired: Set<string>,
    onProgress: (progress: WorkProgress) => void,
  ): Promise<boolean> {
    let snapshot = before;
    let any = false;
    for (const [index, wave] of waves.entries()) {
      const now = index === 0 ? findings : judge(snapshot, plan, issuer, user);
      const due = wave.flatMap((entry) => {
        const finding = now.find(({ id }) => id === entry.id);
        const again = finding && repaired.has(keyOf(finding));
        return finding?.repairable && isAmiss(finding) && !again ? [{ ...entry, finding }] : [];
      });
      for (const entry of due) {
        any = true;
        repaired.add(keyOf(entry.finding));
        onProgress({ text: inWords(entry, user), fraction: index / waves.length });
      }
      const current = snapshot;
      await Promise.all(
        due.map(({ repair, finding }) =>
          repair(look, current).catch((error) => {
            throw error instanceof AdminRefusal ? repairRefused(error, finding, now) : error;
          }),
        ),
      );
      const changed = new Set(due.flatMap(({ changes }) => changes));
      snapshot = await readAgain(look, snapshot, [...changed]);
    }
    return any;
  }
}

/** Whether one of these repairs was to set the user's password. */
function setsPassword(repaired: ReadonlySet<string>): boolean {
  return [...repaired].some((key) => key.startsWith('password ') || key.startsWith('user there is none'));
}

/** The same thing in the same state: what a repair did not change, another would not. */
function keyOf({ id, saw }: Finding): string {
  return `${id} ${saw}`;
}

function inWords({ finding, doing }: RepairOf & { readonly finding: Finding }, user: LessonUser): string {
  const what = doing?.(finding, user) ?? (finding.state === 'missing' ? 'adding it' : 'repairing it');
  return `${finding.title}: ${finding.saw}; ${what}`;
}

function inspectionOf({ snapshot, findings }: Seen, user: LessonUser): Inspection {
  const { issuer, endpoints } = snapshot.discovery;
  return { findings, issuer, endpoints, login: loginOf({ snapshot, findings }, user) };
}

function loginOf({ snapshot, findings }: Seen, user: LessonUser): LoginResult {
  const { login } = snapshot;
  if (lacksPassword(snapshot, user)) return { refused: passwordNeededOf(user.username) };
  if (login.state === 'accepted')
    return login.token ? { token: login.token } : { untried: 'not yet with the lesson’s client' };
  if (login.state === 'not tried') return { untried: 'what stands in its way is known' };
  return { refused: refusedLogin(user.username, { error: login.error, description: login.said }, findings) };
}
