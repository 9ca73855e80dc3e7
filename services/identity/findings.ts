import type { Finding, FindingState } from '../../src/evidence/finding.ts';
import { type FindingRow, findingRows } from './finding-rows.ts';
import type { RealmPlan } from './realm-plan.ts';
import type { SetUpWords } from './set-up-words.ts';

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

/** What the findings are about, and whether they can be repaired from here. */
export interface FindingListOptions {
  readonly plan: RealmPlan;
  readonly username: string;
  /** Whether whoever looks could also repair. */
  readonly repairable: boolean;
  /** Where a person repairs what is missing. */
  readonly words: SetUpWords;
  /** What the realm that is looked at is called, where that is not the plan's name. */
  readonly realm?: string;
}

/** Collects what was seen of what a plan needs; what nobody looked at is `unknown`. */
export class FindingList {
  readonly plan: RealmPlan;
  readonly #rows: ReadonlyMap<string, FindingRow>;
  readonly #found = new Map<string, Finding>();
  readonly #repairable: boolean;

  constructor({ plan, username, repairable, words, realm = plan.realm }: FindingListOptions) {
    this.plan = plan;
    this.#rows = new Map(findingRows(plan, username, realm, words).map((row) => [row.id, row]));
    this.#repairable = repairable;
  }

  /** Notes one finding; `byHand` where another click than the usual one repairs it, `repairable` where nothing but that click does. */
  note(id: string, state: FindingState, saw: string, { byHand, repairable = true }: NoteDetails = {}): void {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`The realm plan has nothing to find of ${id}.`);
    const canRepair = this.#repairable && repairable && id !== 'clock' && id !== 'issuer';
    this.#found.set(id, { id, title: row.title, state, saw, byHand: byHand ?? row.byHand, repairable: canRepair });
  }

  present(id: string, saw: string): void {
    this.note(id, 'present', saw);
  }

  /** Notes all that differs as one finding; `asItShould` where nothing does. */
  differs(id: string, found: readonly Difference[], asItShould: string): void {
    if (found.length === 0) this.present(id, asItShould);
    else {
      this.note(id, 'different', found.map(({ saw }) => saw).join(', '), {
        byHand: found.map(({ click }) => click).join('; '),
        repairable: found.some(({ repairable }) => repairable !== false),
      });
    }
  }

  /** Whether it was noted already. */
  has(id: string): boolean {
    return this.#found.has(id);
  }

  /** All findings in the order of the rows; `unseen` says why the others could not be looked at. */
  all(unseen: string): Finding[] {
    const ids = [...this.#rows.keys()];
    for (const id of ids) if (!this.#found.has(id)) this.note(id, 'unknown', unseen);
    return ids.flatMap((id) => this.#found.get(id) ?? []);
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
