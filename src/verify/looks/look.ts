import type { Secret } from '../../evidence/secret.ts';
import type { DoorContext, PartDoor } from '../doors/door.ts';
import type { TimedLeg } from '../heard.ts';
import type { HeardAtDoor, Judgement } from '../judge.ts';

/** What a look may use. */
export interface Looking {
  readonly door: PartDoor;
  /** What was heard there of the calls. */
  readonly heard: HeardAtDoor;
  readonly right: Secret;
  readonly issuer: string;
  readonly context: DoorContext;
}

/** What a look came to. */
export interface Looked extends Judgement {
  /** What was seen, in short. */
  readonly saw?: string;
  readonly legs?: readonly TimedLeg[];
}
