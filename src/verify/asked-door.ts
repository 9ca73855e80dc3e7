import { setTimeout as sleep } from 'node:timers/promises';
import type { CallSetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import type { Secret } from '../evidence/secret.ts';
import type { SentCredentials } from './credentials.ts';
import type { VerifiedRow } from './document.ts';
import type { DoorContext, PartDoor, ToolLists } from './doors/door.ts';
import type { Heard } from './heard.ts';
import { type HeardAtDoor, judgeCall } from './judge.ts';
import { lookAtChallenge } from './looks/challenge.ts';
import { lookElsewhere } from './looks/elsewhere.ts';
import type { Looked, Looking } from './looks/look.ts';
import { lookAtResourceMetadata } from './looks/resource-metadata.ts';
import { lookAtToolList } from './looks/tool-list.ts';
import type { Made } from './made.ts';
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
/** Why a row was not tried. */
const NOT_MET = 'the first request did not meet it';
const NOT_COME_TO = 'it was not come to';

const LOOK: Readonly<Record<LookId, (looking: Looking, call: CallSetting) => Looked | Promise<Looked>>> = {
  challenge: lookAtChallenge,
  'resource-metadata': lookAtResourceMetadata,
  elsewhere: lookElsewhere,
  'tool-list': lookAtToolList,
};

/** One door, with what was heard there so far: calls one after the other, and looks. Everything is judged at the end, by all that was heard. */
export class AskedDoor {
  readonly #door: PartDoor;
  readonly #heard = new Map<string, Heard>();
  readonly #made = new Map<string, Made>();
  readonly #looked = new Map<string, Looked>();
  #is = '';
  #unmet: TutorialError | undefined;
  #lists: ToolLists | undefined;

  constructor(door: PartDoor) {
    this.#door = door;
  }

  get id(): PartDoor['id'] {
    return this.#door.id;
  }

  get url(): string {
    return this.#door.url;
  }

  /** What the part was found to be; empty where it is nothing but what it is called. */
  get is(): string {
    return this.#is;
  }

  get heard(): HeardAtDoor {
    return this.#heard;
  }

  /** Gets ready what the calls need. Rejects with the reason of the signal. */
  async open({ context, right, onProgress }: Asking): Promise<void> {
    if (!this.#door.open) return;
    onProgress(`${this.#door.id}: what it is`);
    try {
      this.#is = await this.#door.open(context, right);
      this.#lists = await this.#door.lists?.(context, right);
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof TutorialError)) throw error;
      this.#unmet = error;
    }
  }

  /** Makes the calls of these rows. Rejects with the reason of the signal. */
  async call(rows: readonly CallRow[], { context, credentials, onProgress }: Asking): Promise<void> {
    for (const { id, title } of rows.filter(isAt(this.#door))) {
      const made: Made = this.#isPointless ? { untried: NOT_MET } : await credentials.get(id);
      this.#made.set(id, made);
      if ('untried' in made) continue;
      onProgress(`${this.#door.id}: ${title}`);
      if (this.#heard.size > 0) await sleep(GAP_MS, undefined, { signal: context.signal });
      this.#heard.set(id, await this.#door.call(made.credential, context));
    }
  }

  /** Looks at what else has to hold there; `mcp` is what was heard at the MCP server. Rejects with the reason of the signal. */
  async look(mcp: HeardAtDoor | undefined, { right, issuer, context, call }: Asking): Promise<void> {
    const looking = { door: this.#door, heard: this.#heard, mcp, lists: this.#lists, right, issuer, context };
    for (const { id } of LOOKS.filter(isAt(this.#door))) {
      const looked: Looked = this.#isPointless ? { verdict: 'not-tried', why: NOT_MET } : await LOOK[id](looking, call);
      this.#looked.set(id, looked);
    }
  }

  /** Every row of this door, judged by what was heard so far; `mask` hides every credential that was sent. */
  rows(mask: DoorContext['mask']): VerifiedRow[] {
    return [
      ...CALLS.filter(isAt(this.#door)).map((row) => this.#callRow(row, mask)),
      ...LOOKS.filter(isAt(this.#door)).map((row) => this.#lookRow(row, mask)),
    ];
  }

  get #isPointless(): boolean {
    return this.#unmet !== undefined || this.#heard.get('right')?.pointless === true;
  }

  #callRow(row: CallRow, mask: DoorContext['mask']): VerifiedRow {
    if (this.#unmet && row.id === 'right') return this.#row(row, unmet(this.#unmet), {}, mask);
    const { legs, ...heard } = this.#heard.get(row.id) ?? {};
    return this.#row(row, { ...this.#judgementOf(row), ...(legs && { legs }) }, heard, mask);
  }

  #judgementOf(row: CallRow): Looked {
    const [made, heard] = [this.#made.get(row.id), this.#heard.get(row.id)];
    if (made && 'untried' in made) return { verdict: 'not-tried', why: made.untried };
    if (!made || !heard) return { verdict: 'not-tried', why: NOT_COME_TO };
    return judgeCall(row, heard, this.#heard, made.forgiven);
  }

  #lookRow(row: LookRow, mask: DoorContext['mask']): VerifiedRow {
    const looked = this.#looked.get(row.id) ?? { verdict: 'not-tried', why: NOT_COME_TO };
    return this.#row(row, looked, { said: looked.saw }, mask);
  }

  #row(
    { id, title, wants, rule, next: todo }: Row,
    { verdict, why, next = todo, unreachable, legs = [] }: Looked,
    { by, status, said }: Partial<Record<'by' | 'status' | 'said', string | undefined>>,
    mask: DoorContext['mask'],
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
      ...(said && { said: mask(said) }),
      ...(why !== undefined && { why: mask(why) }),
      ...(isAmiss && { next: mask(next) }),
      ...(unreachable && { unreachable }),
      rule,
      legs: [...legs],
    };
  }
}

/** The part cannot be asked at all. */
function unmet({ message, why, next, kind }: TutorialError): Looked {
  const said = [message.replace(/\.$/, ''), why?.replace(/\.$/, '')].filter(Boolean).join(': ');
  return {
    verdict: 'failed',
    why: said,
    ...(next && { next }),
    ...(kind === 'part-unreachable' && { unreachable: true }),
  };
}

function isAt({ id }: PartDoor): (row: Row) => boolean {
  return ({ at }) => at.includes(id);
}
