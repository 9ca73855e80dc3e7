import type { ContainerDetails } from '../../container-engine/engine.ts';
import { isOurs, LABEL, type Labels } from '../../container-engine/owner.ts';

/** What this run wants, as far as a container that is there already may have it. */
export interface Wanted {
  readonly image: string;
  readonly session: string;
  readonly port: { readonly port: number; readonly pinned: boolean };
}

/** What is known of those who may need a container that is there. */
export interface Others {
  readonly ownerLives: (labels: Labels) => boolean;
  /** Ids of the containers that other runs use, though they did not make them. */
  readonly inUse: ReadonlySet<string>;
}

/** What this run does with a container that is there. */
export type Fate =
  /** It is not ours, or its run lives: nothing, and without a word. */
  | { readonly do: 'pass' }
  /** It was kept, but cannot serve this run: nothing. */
  | { readonly do: 'leave'; readonly because: string }
  /** It was kept, and serves this run. */
  | { readonly do: 'adopt' }
  /** It was made by a run that could not take it away, and holds nothing that anybody wanted to keep. */
  | { readonly do: 'remove' };

const STOPPED = ['created', 'exited', 'stopped'];

/** Decides what becomes of a container. What was kept is never removed. Pure. */
export function fateOf(found: ContainerDetails, wanted: Wanted, others: Others): Fate {
  if (!isOurs(found)) return { do: 'pass' };
  // Of this very run: what an earlier try could not remove, because the engine did not answer.
  const madeHere = found.labels[LABEL.session] === wanted.session;
  if (!madeHere && others.ownerLives(found.labels)) return { do: 'pass' };
  if (found.labels[LABEL.keep] !== 'true') return { do: 'remove' };
  const because = whyNot(found, wanted, others);
  return because === undefined ? { do: 'adopt' } : { do: 'leave', because };
}

function whyNot(found: ContainerDetails, { image, port }: Wanted, { inUse }: Others): string | undefined {
  if (inUse.has(found.id)) return 'another run uses it';
  if (found.image !== image) return `its image is ${found.image}`;
  if (found.status !== 'running' && !STOPPED.includes(found.status)) return `it is ${found.status}`;
  if (found.publishedPort === undefined) return 'it publishes no port';
  if (port.pinned && found.publishedPort !== port.port) return `its port is ${found.publishedPort}`;
  if (!found.env.KC_BOOTSTRAP_ADMIN_PASSWORD) return 'it does not say who its admin is';
  return undefined;
}
