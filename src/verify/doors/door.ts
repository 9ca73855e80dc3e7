import type { CallSetting } from '../../deployment.ts';
import type { Secret } from '../../evidence/secret.ts';
import type { Heard } from '../heard.ts';
import type { DoorId } from '../row.ts';

/** What a door may use. */
export interface DoorContext {
  /** Milliseconds that one answer is waited for. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  /** Hides every credential of the run, whatever it looks like. */
  readonly mask: (text: string) => string;
  /** Told of each HTTP request that is sent. */
  readonly onRequest: () => void;
}

/** The requests of a door, as they are told before they are sent. */
export interface DoorPlan {
  /** What is asked before the calls. */
  readonly before?: readonly { readonly request: string; readonly brings: string }[];
  /** What one call takes, and how the credential is carried. */
  readonly call: readonly { readonly request: string; readonly carrier: string }[];
  readonly after?: readonly { readonly request: string; readonly brings: string }[];
}

/** A list of tools, by how many they are, or why there is none. */
export type ToolList = { readonly tools: number } | { readonly refused: string };

/** Whether somebody was told any. */
export function hasTools(list: ToolList): boolean {
  return 'tools' in list && list.tools > 0;
}

/** What a part listed before any call. */
export interface ToolLists {
  readonly withoutToken: ToolList;
  /** Undefined where it was not needed. */
  readonly withToken?: ToolList | undefined;
}

/** A part that is asked directly. */
export interface PartDoor {
  readonly id: DoorId;
  readonly url: string;
  readonly plan: DoorPlan;
  /** Gets ready what the calls need, and says what the part was found to be. Throws a TutorialError, or what else stood in the way. */
  open?(context: DoorContext, right: Secret): Promise<string>;
  /** Puts back what `open` did. Throws a TutorialError where something stays. */
  close?(): Promise<void>;
  /** Asks for its tools as somebody without a token and, where that is refused, as one with it: calls may need that it knows them. Undefined where it keeps no lists. */
  lists?(context: DoorContext, token: Secret): Promise<ToolLists | undefined>;
  /** Asks once more, without a token. */
  listAgain?(context: DoorContext): Promise<ToolList>;
  /** Makes the call; undefined sends no credential. `args` are other arguments than usual. Rejects only with the reason of the signal. */
  call(credential: Secret | undefined, context: DoorContext, args?: CallSetting['arguments']): Promise<Heard>;
}
