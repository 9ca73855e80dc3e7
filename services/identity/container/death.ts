import { setTimeout as sleep } from 'node:timers/promises';
import { type Diagnosis, diagnose } from '../../../src/diagnosis/diagnose.ts';
import { TutorialError } from '../../../src/errors.ts';
import type { ContainerDetails } from '../../container-engine/engine.ts';

/** How the engine tells of a container's end: what became of it, or what kept it from telling. */
export type End = { readonly details: ContainerDetails | undefined } | { readonly engineFault: unknown };

/** The engine's word comes after Keycloak's silence. */
const WORD_WITHIN_MS = 3_000;
const SIGKILL = 137;
/** What a container dies of; other things that its log may speak of are not to blame. */
const DEADLY = new Set(['keycloak-port-bound', 'sigill-sve', 'java-memory', 'disk-full', 'image-broken']);

/** Java on an Apple M4 dies of an instruction that the virtual machine does not pass on; a flag cures it. */
export class SveDeath extends TutorialError {}

/** What is done with a Keycloak, or the death of its container where that is why it could not be done. */
export async function orDeath<T>(ended: Promise<TutorialError>, act: Promise<T>): Promise<T> {
  try {
    return await Promise.race([act, ended.then((death) => Promise.reject(death))]);
  } catch (error) {
    if (!(error instanceof TutorialError) || error.kind !== 'part-unreachable') throw error;
    throw (await Promise.race([ended, sleep(WORD_WITHIN_MS, undefined, { ref: false })])) ?? error;
  }
}

/** Why a container that should run does not: known deaths by their name and cure, each with the last lines of its log. */
export function deathOf(end: End, name: string, log: string): TutorialError {
  if ('engineFault' in end) {
    return new TutorialError('part-unreachable', 'The container engine stopped answering while Keycloak ran in it.', {
      why: (end.engineFault as Error).message,
      next: 'Start the engine again, then run the step again; what is left of the container is removed at the next start.',
      cause: end.engineFault,
    });
  }
  const { details } = end;
  if (!details) {
    return new TutorialError('part-unreachable', `Somebody removed the container ${name}.`, {
      next: 'Run the step again.',
    });
  }
  const known = details.killedForMemory ? diagnose('killed for memory') : deadly(log);
  const lines = log === '' ? 'It logged nothing.' : `The last lines of its log:\n${log}`;
  const killed =
    details.exitCode === SIGKILL ? 'Something killed it from outside, or the machine was short of memory.' : '';
  const Death = known?.id === 'sigill-sve' ? SveDeath : TutorialError;
  return new Death(
    'part-unreachable',
    `Keycloak's container ${name} ended with exit code ${details.exitCode}${known ? `: ${known.title}` : ''}.`,
    {
      why: [known?.cause ?? killed, lines].filter((part) => part !== '').join('\n'),
      next: known?.wayOut ?? 'Read the last lines above; then run the step again, or go on with --idp embedded.',
    },
  );
}

/** The first line that speaks of something deadly. */
function deadly(log: string): Diagnosis | undefined {
  const found = log.split('\n').map((line) => diagnose(line));
  return found.find((diagnosis) => diagnosis && DEADLY.has(diagnosis.id));
}
