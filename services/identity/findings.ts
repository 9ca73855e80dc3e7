import { CLICKS } from './clicks.ts';
import { FINDING_IDS, type Finding, type FindingId, type FindingState } from './provider.ts';
import { REALM } from './realm.ts';

const { clients, audienceScope } = REALM;
const stack = clients.stack.clientId;
const tool = clients.tool.clientId;
const scope = audienceScope.name;

interface FindingText {
  /** What it is about, and nothing of how it is: a title stands before what was seen, whether that is as it should be or not. */
  readonly title: string;
  /** What repairs it when it is missing; a mistake of its own has a click of its own. */
  readonly byHand: string;
}

/** Every finding's words for the lesson of this user. */
function texts(username: string, realm: string): Readonly<Record<FindingId, FindingText>> {
  return {
    clock: {
      title: 'Clock',
      byHand: "Set this machine's clock by its time service; after sleep, restart the virtual machine.",
    },
    issuer: {
      title: 'Issuer',
      byHand:
        'Use one address everywhere: the one that discovery names (KC_HOSTNAME, or Realm settings › General › Frontend URL, fixes it).',
    },
    realm: { title: `Realm ${realm}`, byHand: CLICKS.createRealm(realm) },
    ssl: { title: 'Plain http', byHand: CLICKS.requireSsl },
    user: { title: `User ${username}`, byHand: CLICKS.addUser(username) },
    'user-profile': { title: `Profile of ${username}`, byHand: CLICKS.names(username) },
    password: { title: `Password of ${username}`, byHand: CLICKS.password(username, true) },
    'tool-client': { title: `Client ${tool}`, byHand: CLICKS.createTool },
    'audience-scope': { title: `Client scope ${scope}`, byHand: CLICKS.createScope },
    'audience-mapper': { title: `Audience mapper to ${tool}`, byHand: CLICKS.addMapper(scope, true) },
    'stack-client': { title: `Client ${stack}`, byHand: CLICKS.createStack },
    'optional-scope': { title: `${scope} on ${stack}`, byHand: CLICKS.addScope },
  };
}

/** One of several things that are amiss in what a finding is about. */
export interface Difference {
  readonly saw: string;
  readonly click: string;
  /** Whether an admin's rights can repair it without taking anything of somebody's away; yes, unless it is said. */
  readonly repairable?: boolean;
}

/** What can be told of a finding beyond its usual words. */
export interface NoteDetails {
  readonly byHand?: string;
  readonly repairable?: boolean;
}

/** Collects what was seen; what nobody looked at is `unknown`. */
export class FindingList {
  readonly #texts: Readonly<Record<FindingId, FindingText>>;
  readonly #found = new Map<FindingId, Finding>();
  readonly #repairable: boolean;

  /** `repairable`: whether whoever looks could also repair; `realm`: what the realm that is looked at is called. */
  constructor(username: string, repairable: boolean, realm: string = REALM.realm) {
    this.#texts = texts(username, realm);
    this.#repairable = repairable;
  }

  /** Notes one finding; `byHand` where another click than the usual one repairs it, `repairable` where nothing but that click does. */
  note(id: FindingId, state: FindingState, saw: string, { byHand, repairable = true }: NoteDetails = {}): void {
    const text = this.#texts[id];
    const canRepair = this.#repairable && repairable && id !== 'clock' && id !== 'issuer';
    this.#found.set(id, { id, title: text.title, state, saw, byHand: byHand ?? text.byHand, repairable: canRepair });
  }

  present(id: FindingId, saw: string): void {
    this.note(id, 'present', saw);
  }

  /** Notes all that differs as one finding; `asItShould` where nothing does. */
  differs(id: FindingId, found: readonly Difference[], asItShould: string): void {
    if (found.length === 0) this.present(id, asItShould);
    else {
      this.note(id, 'different', found.map(({ saw }) => saw).join(', '), {
        byHand: found.map(({ click }) => click).join('; '),
        repairable: found.some(({ repairable }) => repairable !== false),
      });
    }
  }

  /** All findings in the order of the tutorial; `unseen` says why the others could not be looked at. */
  all(unseen: string): Finding[] {
    for (const id of FINDING_IDS) if (!this.#found.has(id)) this.note(id, 'unknown', unseen);
    return FINDING_IDS.flatMap((id) => this.#found.get(id) ?? []);
  }
}

/** Whether the lesson lacks what the finding is about. What is unknown stops nobody. */
export function isAmiss({ state }: Finding): boolean {
  return state === 'missing' || state === 'different';
}

/** What is amiss and where it is repaired, in a sentence each; undefined where nothing is. */
export function amissInWords(findings: readonly Finding[]): { saw: string; byHand: string } | undefined {
  const amiss = findings.filter(isAmiss);
  const [first] = amiss;
  if (!first) return undefined;
  const saw = amiss.map((finding) => `${finding.title}: ${finding.saw}`).join('; ');
  const clicks = [...new Set(amiss.map(({ byHand }) => byHand))];
  return {
    saw,
    byHand: clicks.length === 1 ? first.byHand : clicks.map((click, at) => `(${at + 1}) ${click}`).join(' '),
  };
}
