import type { SessionEvent } from './events.ts';

/** What the first event says of the run: when it began, in milliseconds since the epoch, and with what. */
export type AboutRun = Pick<
  Extract<SessionEvent, { type: 'session-started' }>,
  'at' | 'version' | 'node' | 'platform' | 'mode' | 'chosen'
>;

/** A chapter, with its steps by id. */
export interface ChapterState {
  readonly id: string;
  readonly title: string;
  readonly way: readonly string[];
  readonly steps: readonly string[];
}

/** What the run came to. */
export type RunVerdict = Omit<Extract<SessionEvent, { type: 'session-ended' }>, 'type'>;

/** That, of the event. */
export function aboutRun({
  at,
  version,
  node,
  platform,
  mode,
  chosen,
}: Extract<SessionEvent, { type: 'session-started' }>): AboutRun {
  return { at, version, node, platform, mode, chosen };
}

/** The verdict, of the event. */
export function runVerdict({ type: _, ...verdict }: Extract<SessionEvent, { type: 'session-ended' }>): RunVerdict {
  return verdict;
}
