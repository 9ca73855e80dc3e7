import { endOfProcess, endProcess } from '../../services/machine/end-process.ts';
import { isAlive, isSurelyAlive, type ProcessMark, watchtower } from '../../services/machine/process-mark.ts';
import { readLab } from '../standing/lab-file.ts';
import { type RunHere, runsHere } from '../standing/runs-here.ts';
import type { StandingLab } from '../standing/standing-lab.ts';
import { namedFileOf } from './named-file.ts';
import type { Thing } from './thing.ts';
import { thingsOfDeadRun } from './things-of-run.ts';

/** The labs that stand, the runs that go on, and what dead ones have left. */
export async function findRuns(): Promise<readonly Thing[]> {
  const from = watchtower();
  const found = await Promise.all(
    (await runsHere()).map(async (run): Promise<readonly Thing[]> => {
      const { name, owner } = run;
      if (owner === 'none') return [];
      if (owner === 'unclear') return [staying(run, `what stands in ${run.folder} does not say whose it is`)];
      if (owner.machine !== from.machine)
        return [staying(run, `it is of another machine, ${owner.machine.split(' ')[0]}`)];
      if (!isAlive(owner, from)) return thingsOfDeadRun(run);
      const lab = await readLab(run.folder);
      if (lab && lab.state !== 'starting') return labAndFile(lab, owner);
      const because = lab ? `it is being brought up (process ${owner.pid})` : `it goes on (process ${owner.pid})`;
      return [{ kind: 'run', id: name, what: `run ${name}`, because }];
    }),
  );
  return found.flat();
}

function staying({ name }: RunHere, because: string): Thing {
  return { kind: 'run', id: name, what: `run ${name}`, because };
}

async function labAndFile(lab: StandingLab, owner: ProcessMark): Promise<readonly Thing[]> {
  const thing = standing(lab, owner);
  const of = thing.end && { because: `it goes with the lab of run ${lab.run}`, owner };
  return [thing, ...(await namedFileOf(lab, of))];
}

function standing({ run, state, since, parts, ended }: StandingLab, owner: ProcessMark): Thing {
  const urls = parts.map(({ name, url }) => `${name} ${url}`).join(', ');
  const lost = ended.map(({ part, at }) => `; ${part} has ended at ${new Date(at).toISOString()}`).join('');
  const lab = { kind: 'lab', id: run, what: `the lab of run ${run} (process ${owner.pid})` } as const;
  if (!isSurelyAlive(owner)) {
    return {
      ...lab,
      because: `nothing here tells whether process ${owner.pid} is still its own`,
      byHand: process.platform === 'win32' ? `taskkill /T /F /PID ${owner.pid}` : `kill ${owner.pid}`,
    };
  }
  return {
    ...lab,
    because: `it stands since ${since}: ${urls}${lost}${state === 'ending' ? ', and is ending' : ''}`,
    // Not asked again while it ends: by a second word it would leave at once, and leave behind what it was about to take away.
    end: (signal) => (state === 'ending' ? endOfProcess(owner, signal) : endProcess(owner, signal)),
    byHand: `kill ${owner.pid}`,
  };
}
