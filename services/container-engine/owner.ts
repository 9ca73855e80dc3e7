import { userInfo } from 'node:os';
import { parseJson } from '../../src/evidence/json.ts';
import { isAlive, processMark, processMarkSchema } from '../machine/process-mark.ts';
import type { ContainerDetails } from './engine.ts';

/** What we write on every container we make, so that we know it again, and whether whoever made it still lives. */
export const LABEL = {
  /** The run that made it. */
  session: 'tutorial-tui.session',
  /** The container's own name. One that was renamed is somebody's. */
  name: 'tutorial-tui.name',
  /** The user whose run it was: an engine may be shared. */
  user: 'tutorial-tui.user',
  /** The process that made it, as JSON (process-mark.ts). */
  owner: 'tutorial-tui.owner',
  keep: 'tutorial-tui.keep',
} as const;

/** A container's labels, by name. */
export type Labels = Readonly<Record<string, string>>;

const LONGEST_HOSTNAME = 63;

/** The labels that name this process as the owner; the name is added where it is found. */
export function ownerLabels(session: string, keep: boolean): Labels {
  return {
    [LABEL.session]: session,
    [LABEL.user]: userId(),
    [LABEL.owner]: JSON.stringify(processMark()),
    [LABEL.keep]: String(keep),
  };
}

/**
 * The host name that a container of the run gets. `docker commit` hands labels on to the image, and to every container that somebody makes of
 * it, but not the host name: a container without it is a copy, and nobody's.
 */
export function witnessOf(session: string): string {
  return session.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, LONGEST_HOSTNAME);
}

/** Whether a run of this user made this very container. */
export function isOurs({ labels, name, hostname }: Pick<ContainerDetails, 'labels' | 'name' | 'hostname'>): boolean {
  const session = labels[LABEL.session];
  return (
    session !== undefined &&
    labels[LABEL.name] === name &&
    hostname === witnessOf(session) &&
    labels[LABEL.user] === userId()
  );
}

/** Whether the process that made it still lives; where nobody can tell, it counts as alive. */
export function ownerLives(labels: Labels): boolean {
  const mark = processMarkSchema.safeParse(parseJson(labels[LABEL.owner] ?? ''));
  return !mark.success || isAlive(mark.data);
}

function userId(): string {
  return String(process.getuid?.() ?? userInfo().username);
}
