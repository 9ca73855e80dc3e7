import type { SessionEvent } from '../lesson/events.ts';
import type { SessionState } from '../lesson/state.ts';

/** One way to show a session. */
export type Presenter = (event: SessionEvent, state: SessionState) => void;
