import type { Secret } from '../../evidence/secret.ts';
import type { DoorContext, PartDoor, ToolLists } from '../doors/door.ts';
import type { TimedLeg } from '../heard.ts';
import type { HeardAtDoor, Judgement } from '../judge.ts';

/** What a look may use. */
export interface Looking {
  readonly door: PartDoor;
  /** What was heard there of the calls. */
  readonly heard: HeardAtDoor;
  /** What was heard at the MCP server, where that was asked. */
  readonly mcp?: HeardAtDoor | undefined;
  /** What the part listed before any call, where it keeps lists. */
  readonly lists?: ToolLists | undefined;
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
