import type { PullEvent } from './engine.ts';

interface Layer {
  readonly done: boolean;
  /** Bytes downloaded, and to download where that is known. */
  readonly current: number;
  readonly total: number | undefined;
}

/** How far a pull is. */
export type PullState = ReadonlyMap<string, Layer>;

/** The state of a pull before its first event. */
export const NOTHING_PULLED: PullState = new Map();

const MEGABYTE = 1_000_000;
const BEGUN = new Set(['Pulling fs layer', 'Waiting', 'Downloading', 'Verifying Checksum', 'Retrying in']);
const DOWNLOADED = new Set(['Download complete', 'Extracting']);
const DONE = new Set(['Pull complete', 'Already exists']);

/** Takes in one event. Events that are of no layer change nothing. */
export function foldPull(state: PullState, { layer, status, current, total }: PullEvent): PullState {
  if (layer === undefined) return state;
  const known = state.get(layer) ?? { done: false, current: 0, total: undefined };
  const next = (change: Partial<Layer>) => new Map(state).set(layer, { ...known, ...change });
  if (status === 'Downloading') return next({ current: current ?? known.current, total: total ?? known.total });
  if (DOWNLOADED.has(status)) return next({ current: known.total ?? known.current });
  if (DONE.has(status)) return next({ done: true, current: known.total ?? known.current });
  return [...BEGUN].some((begun) => status.startsWith(begun)) ? next({}) : state;
}

/** One line for the eye, and how much is done: layers, bytes as far as they are known, and the time, for an engine that tells nothing else. */
export function pullProgress(state: PullState, elapsedMs: number): { text: string; fraction?: number } {
  const layers = [...state.values()];
  const done = layers.filter((layer) => layer.done).length;
  const current = layers.reduce((sum, layer) => sum + layer.current, 0);
  const total = layers.reduce((sum, layer) => sum + (layer.total ?? 0), 0);
  const parts = [
    ...(layers.length > 0 ? [`layer ${done} of ${layers.length}`] : []),
    ...(total > 0 ? [`${megabytes(current)} of ${megabytes(total)} MB`] : []),
    `${Math.round(elapsedMs / 1000)} s`,
  ];
  return { text: parts.join(' · '), ...(total > 0 && { fraction: current / total }) };
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(bytes < 10 * MEGABYTE ? 1 : 0);
}
