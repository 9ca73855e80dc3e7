import { isAlive, type ProcessMark, watchtower } from '../../services/machine/process-mark.ts';
import { readLab } from './lab-file.ts';
import { type RunHere, runsHere } from './runs-here.ts';
import type { StandingLab } from './standing-lab.ts';

/** A lab of this machine whose process runs. */
export interface LivingLab {
  readonly lab: StandingLab;
  readonly owner: ProcessMark;
}

/** The labs that `up` left standing, or that are on their way there, the oldest first. */
export async function livingLabs(runs?: readonly RunHere[]): Promise<readonly LivingLab[]> {
  const from = watchtower();
  const found = await Promise.all(
    (runs ?? (await runsHere())).map(async ({ folder, owner }): Promise<LivingLab | undefined> => {
      // A home may be on several machines at once: what lives on another one is not looked at from here.
      if (owner === 'none' || owner === 'unclear' || owner.machine !== from.machine || !isAlive(owner, from))
        return undefined;
      const lab = await readLab(folder);
      return lab && { lab, owner };
    }),
  );
  return found.filter((each) => each !== undefined);
}
