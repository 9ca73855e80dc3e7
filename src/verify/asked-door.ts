import { setTimeout as sleep } from 'node:timers/promises';
import type { CallSetting } from '../deployment.ts';
import type { Secret } from '../evidence/secret.ts';
import type { SentCredentials } from './credentials.ts';
import type { DoorContext, PartDoor } from './doors/door.ts';
import type { Heard } from './heard.ts';
import { judgeCall } from './judge.ts';
import { lookAtChallenge } from './looks/challenge.ts';
import { lookElsewhere } from './looks/elsewhere.ts';
import type { Looked, Looking } from './looks/look.ts';
import { lookAtResourceMetadata } from './looks/resource-metadata.ts';
import type { Made } from './made.ts';
import type { VerifiedRow } from './report.ts';
import type { CallRow, LookId, LookRow, Row } from './row.ts';
import { CALLS, LOOKS } from './rows.ts';

/** What is asked of a door, by whom. */
export interface Asking {
  readonly credentials: SentCredentials;
  readonly call: CallSetting;
  readonly right: Secret;
  readonly issuer: string;
  readonly context: DoorContext;
  readonly onProgress: (text: string) => void;
}

/** Milliseconds between two calls at the same door: who is asked in a row by one caller is not to take it for an attack. */
const GAP_MS = 50;

const LOOK: Readonly<Record<LookId, (looking: Looking, call: CallSetting) => Looked | Promise<Looked>>> = {
  challenge: lookAtChallenge,
  'resource-metadata': lookAtResourceMetadata,
  elsewhere: lookElsewhere,
  'tool-list': () => ({ verdict: 'not-tried' }),
};

/** One door, with what was heard there so far: calls one after the other, and looks. Everything is judged at the end, by all that was heard. */
export class AskedDoor {
  readonly #door: PartDoor;
  readonly #asking: Asking;
  readonly #heard = new Map<string, Heard>();
  readonly #made = new Map<string, Made>();
  readonly #looked = new Map<string, Looked>();

  constructor(door: PartDoor, asking: Asking) {
    this.#door = door;
    this.#asking = asking;
  }

  /** Makes the calls of these rows. Rejects with the reason of the signal. */
  async call(rows: readonly CallRow[]): Promise<void> {
    const { context, credentials, onProgress } = this.#asking;
    for (const { id, title } of rows.filter(isAt(this.#door))) {
      const pointless = this.#heard.get('right')?.pointless === true;
      const made: Made = pointless ? { untried: 'the first call did not meet it' } : await credentials.get(id);
      this.#made.set(id, made);
      if ('untried' in made) continue;
      onProgress(`${this.#door.id}: ${title}`);
      if (this.#heard.size > 0) await sleep(GAP_MS, undefined, { signal: context.signal });
      this.#heard.set(id, await this.#door.call(made.credential, context));
    }
  }

  /** Looks at what else has to hold there. Rejects with the reason of the signal. */
  async look(): Promise<void> {
    const { right, issuer, context, call } = this.#asking;
    const looking = { door: this.#door, heard: this.#heard, right, issuer, context };
    for (const { id } of LOOKS.filter(isAt(this.#door))) {
      const pointless = this.#heard.get('right')?.pointless === true;
      const looked: Looked = pointless
        ? { verdict: 'not-tried', why: 'the first call did not meet it' }
        : await LOOK[id](looking, call);
      this.#looked.set(id, looked);
    }
  }

  /** Every row of this door, judged. */
  get rows(): VerifiedRow[] {
    return [
      ...CALLS.filter(isAt(this.#door)).map((row) => this.#callRow(row)),
      ...LOOKS.filter(isAt(this.#door)).map((row) => this.#lookRow(row)),
    ];
  }

  #callRow(row: CallRow): VerifiedRow {
    const [made, heard] = [this.#made.get(row.id), this.#heard.get(row.id)];
    const { forgiven = undefined, untried = 'it was not come to' } = { ...made } as {
      forgiven?: string;
      untried?: string;
    };
    const judgement: Looked = heard
      ? judgeCall(row, heard, this.#heard, forgiven)
      : { verdict: 'not-tried', why: untried };
    const { by, status, said, legs } = heard ?? {};
    return this.#row(row, { ...judgement, ...(legs && { legs }) }, { by, status, said });
  }

  #lookRow(row: LookRow): VerifiedRow {
    const looked = this.#looked.get(row.id) ?? { verdict: 'not-tried', why: 'it was not come to' };
    return this.#row(row, looked, { said: looked.saw });
  }

  #row(
    { id, title, wants, rule, next: todo }: Row,
    { verdict, why, next = todo, unreachable, legs = [] }: Looked,
    { by, status, said }: Partial<Record<'by' | 'status' | 'said', string | undefined>>,
  ): VerifiedRow {
    const isAmiss = verdict === 'failed' || verdict === 'wrongly-accepted';
    return {
      id,
      door: this.#door.id,
      title,
      wants,
      verdict,
      ...(by && { by }),
      ...(status && { status }),
      ...(said && { said }),
      ...(why !== undefined && { why }),
      ...(isAmiss && { next }),
      ...(unreachable && { unreachable }),
      rule,
      legs: [...legs],
    };
  }
}

function isAt({ id }: PartDoor): (row: Row) => boolean {
  return ({ at }) => at.includes(id);
}
