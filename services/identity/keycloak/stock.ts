import type { ContainerDetails, ContainerEngine } from '../../container-engine/engine.ts';
import { LABEL, type Labels, ownerLives } from '../../container-engine/owner.ts';

/** What this run wants, as far as a container that is there already may have it. */
export interface Wanted {
  readonly image: string;
  readonly session: string;
  readonly port: { readonly port: number; readonly pinned: boolean };
}

export type Standing = 'in-use' | 'left-behind' | 'adoptable' | 'unfit';

/** What to do with a container of ours. Pure. */
export function standingOf(details: ContainerDetails, wanted: Wanted, lives: (labels: Labels) => boolean): Standing {
  // Of this very run: what an earlier try could not remove, because the engine did not answer.
  if (details.labels[LABEL.session] === wanted.session) return 'left-behind';
  if (lives(details.labels)) return 'in-use';
  if (details.labels[LABEL.keep] !== 'true') return 'left-behind';
  const { running, image, publishedPort, env } = details;
  const portFits = publishedPort !== undefined && (!wanted.port.pinned || publishedPort === wanted.port.port);
  const fits = running && image === wanted.image && portFits && env.KC_BOOTSTRAP_ADMIN_PASSWORD !== undefined;
  return fits ? 'adoptable' : 'unfit';
}

const SAID: Readonly<Record<'left-behind' | 'unfit', (name: string) => string>> = {
  'left-behind': (name) => `an earlier run left ${name} behind; it is removed`,
  unfit: (name) => `${name} was kept, but is not what this run wants; it is replaced`,
};

/**
 * Looks through the containers that carry our label (never at any other): removes what a run that was killed left behind, replaces what was kept
 * and does not fit, and returns one that was kept and fits.
 */
export async function takeStock(
  engine: ContainerEngine,
  wanted: Wanted,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<ContainerDetails | undefined> {
  let adopted: ContainerDetails | undefined;
  for (const { id } of await engine.list(LABEL.session, signal)) {
    const details = await engine.inspect(id, signal);
    if (!details) continue;
    const standing = standingOf(details, wanted, ownerLives);
    if (standing === 'in-use' || (standing === 'adoptable' && adopted)) continue;
    if (standing === 'adoptable') {
      adopted = details;
      say(`${details.name} was kept by an earlier run; it is used again`);
      continue;
    }
    say(SAID[standing](details.name));
    await engine.remove(id, signal);
  }
  return adopted;
}
