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

/** One request, as it is told before it is sent. */
export interface Planned {
  readonly method: string;
  readonly url: string;
  /** How the credential is carried. */
  readonly carrier: string;
}

/** A part that is asked directly. */
export interface PartDoor {
  readonly id: DoorId;
  readonly url: string;
  /** The requests that one call takes. */
  readonly plan: readonly Planned[];
  /** Makes the call; undefined sends no credential. `args` are other arguments than usual. Rejects only with the reason of the signal. */
  call(credential: Secret | undefined, context: DoorContext, args?: CallSetting['arguments']): Promise<Heard>;
}
