/** How a call is gone through: since when something moves, in milliseconds since the epoch, and whether it goes on by itself. */
export interface Motion {
  readonly since: number;
  readonly plays: boolean;
}

/** Nothing moves: it has arrived. */
export const ARRIVED: Motion = { since: Number.NEGATIVE_INFINITY, plays: false };

/** Which crossing it set out with, from 0, how it moves, and how fast. */
export interface Moving {
  readonly cursor: number;
  readonly motion: Motion;
  readonly slow: boolean;
}

/** Milliseconds that a crossing takes, and that one has for what it brought before the next one begins. */
const MOVES_MS = 800;
const RESTS_MS = 1_600;
/** So many times as long in slow motion. */
const SLOWER = 4;

/** The crossing that it has come to by now, of so many, and since when it is on it. */
export function movedTo({ cursor, motion, slow }: Moving, crossings: number, now: number): Omit<Moving, 'slow'> {
  const last = Math.max(0, crossings - 1);
  const from = Math.min(cursor, last);
  if (!motion.plays) return { cursor: from, motion };
  const each = (MOVES_MS + RESTS_MS) * paceOf(slow);
  const ahead = Math.max(0, Math.min(Math.floor((now - motion.since) / each), last - from));
  return { cursor: from + ahead, motion: { ...motion, since: motion.since + ahead * each } };
}

/** How much of its crossing it has gone, 0 to 1. */
export function goneOf({ motion, slow }: Omit<Moving, 'cursor'>, now: number): number {
  return Math.max(0, Math.min((now - motion.since) / (MOVES_MS * paceOf(slow)), 1));
}

/** Whether it stays where it is. */
export function isStill(moving: Moving, crossings: number, now: number): boolean {
  return goneOf(moving, now) === 1 && (!moving.motion.plays || moving.cursor >= crossings - 1);
}

function paceOf(slow: boolean): number {
  return slow ? SLOWER : 1;
}
