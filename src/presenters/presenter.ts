import type { SessionEvent } from '../lesson/events.ts';
import type { SessionState } from '../lesson/state.ts';

/** One way to show a session, or to keep it. Several may hear the same session; none knows of the others. */
export interface Presenter {
  /** What a message calls it by when it fails, e.g. `JUnit report`. */
  readonly name: string;
  /** Is told every event in its order, with the state that it led to. Returns at once. */
  tell(event: SessionEvent, state: SessionState): void;
  /**
   * What it has still to do when the verdict has been told, e.g. write a file; the signal ends with the time that is left for it. A lab that is
   * kept goes on after that, and its events are told still.
   */
  finish?(state: SessionState, signal: AbortSignal): Promise<void>;
}
