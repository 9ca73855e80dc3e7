import { endOfProcess, endProcess } from '../../services/machine/end-process.ts';
import { isAlive, isSurelyAlive, type ProcessMark, watchtower } from '../../services/machine/process-mark.ts';
import { serversGiven } from '../run/servers-given.ts';
import { readLab } from '../standing/lab-file.ts';
import { type RunHere, runsHere } from '../standing/runs-here.ts';
import type { StandingLab } from '../standing/standing-lab.ts';
import { type GoingRun, labsInUse } from './labs-in-use.ts';
import { namedFileOf } from './named-file.ts';
import type { Thing } from './thing.ts';
import { thingsOfDeadRun } from './things-of-run.ts';

/** A run of this machine that goes on. */
interface Living {
  readonly run: RunHere;
  readonly owner: ProcessMark;
  readonly lab: StandingLab | undefined;
  readonly servers: readonly string[];
}

/** The labs that stand, the runs that go on, and what dead ones have left. A lab that a run uses is ended where `all` are. */
export async function findRuns(all: boolean): Promise<readonly Thing[]> {
  const from = watchtower();
  const found = await Promise.all(
    (await runsHere()).map(async (run): Promise<Living | readonly Thing[]> => {
      const { owner, folder } = run;
      if (owner === 'none') return [];
      if (owner === 'unclear') return [staying(run, `what stands in ${folder} does not say whose it is`)];
      if (owner.machine !== from.machine)
        return [staying(run, `it is of another machine, ${owner.machine.split(' ')[0]}`)];
      if (!isAlive(owner, from)) return thingsOfDeadRun(run);
      return { run, owner, lab: await readLab(folder), servers: await serversGiven(folder) };
    }),
  );
  const living = found.filter((each) => 'run' in each);
  const inUse = labsInUse(living.map(asGoing));
  const things = await Promise.all(
    found.map((each) => ('run' in each ? thingsOf(each, inUse.get(each.run.name) ?? [], all) : each)),
  );
  return things.flat();
}

function asGoing({ run: { name }, owner, lab, servers }: Living): GoingRun {
  const canEnd = lab !== undefined && lab.state !== 'starting' && isSurelyAlive(owner);
  return { name, servers, lab: canEnd ? lab.parts.map(({ url }) => url) : undefined };
}

async function thingsOf(
  { run, owner, lab }: Living,
  users: readonly string[],
  all: boolean,
): Promise<readonly Thing[]> {
  if (lab && lab.state !== 'starting') {
    const thing = standing(lab, owner, users, all);
    const of = thing.end && { because: `it goes with the lab of run ${lab.run}`, owner };
    return [thing, ...(await namedFileOf(lab, of))];
  }
  return [staying(run, `it ${lab ? 'is being brought up' : 'goes on'} (process ${owner.pid})`)];
}

function staying({ name }: RunHere, because: string): Thing {
  return { kind: 'run', id: name, what: `run ${name}`, because };
}

function standing(
  { run, state, since, parts, ended }: StandingLab,
  owner: ProcessMark,
  users: readonly string[],
  all: boolean,
): Thing {
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
  const used = users.map((user) => `; run ${user} uses it`).join('');
  const because = `it stands since ${since}: ${urls}${lost}${used}${state === 'ending' ? ', and is ending' : ''}`;
  if (users.length > 0 && !all && state !== 'ending') return { ...lab, because: `${because}; --all ends it, too` };
  return {
    ...lab,
    because,
    // Not asked again while it ends: by a second word it would leave at once, and leave behind what it was about to take away.
    end: (signal) => (state === 'ending' ? endOfProcess(owner, signal) : endProcess(owner, signal)),
    byHand: `kill ${owner.pid}`,
  };
}
