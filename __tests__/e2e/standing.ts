import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWNER_FILE } from '../../src/records/run-files.ts';
import { PASSING } from '../../src/run/passing-files.ts';
import { type StandingLab, standingLabSchema } from '../../src/standing/standing-lab.ts';
import { type Home, makeHome } from './home.ts';
import { USER_NAME, USER_PASSWORD } from './kept-lab.ts';
import { type Ended, type Program, run, type StartOptions, start } from './program.ts';
import { emptied, processesOf } from './world.ts';

/** Homes in which a lab may stand. */
const homes = new Set<Home>();

/** A home whose labs are ended when the test is over; whatever runs in it has these variables, too. */
export function labHome(env: Readonly<Record<string, string>> = {}): Home {
  // Nor is anything found that other runs have left in the temporary folder.
  const made = makeHome({ temporary: true });
  const home = { ...made, env: { ...made.env, ...env } };
  homes.add(home);
  return home;
}

/** For afterEach: ends what a test left standing, however it went. */
export async function endAll(): Promise<void> {
  for (const home of homes) {
    homes.delete(home);
    for (const pid of processesOf(home)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended this moment.
      }
    }
    await emptied(async () => processesOf(home));
    home.remove();
  }
}

/** The arguments of every lab here: nothing but what comes along. */
export const EMBEDDED = ['--idp', 'embedded', '--ollama', 'none'];
const ENV = { USER_NAME, USER_PASSWORD };

/** Starts `up` for a user whose password is known. */
export function startUp(home: Home, args: readonly string[] = [], options: StartOptions = {}): Program {
  return start(['up', ...EMBEDDED, ...args], { home, ...options, env: { ...ENV, ...options.env } });
}

/** Has a lab brought up, and gives what it says of itself. Throws where it does not come up. */
export async function standing(
  home: Home,
  args: readonly string[] = [],
  options: StartOptions = {},
): Promise<StandingLab> {
  const up = startUp(home, ['--json', ...args], options);
  const { code } = await up.ended;
  if (code !== 0) throw new Error(`up ended with ${code}\n${up.stderr}`);
  return labIn(up);
}

/** What `up --json` wrote. */
export function labIn({ stdout }: Program): StandingLab & { started: boolean } {
  const told: unknown = JSON.parse(stdout);
  return { ...standingLabSchema.parse(told), started: (told as { started: boolean }).started };
}

/** Runs `down`. */
export function down(home: Home, ...args: readonly string[]): Promise<Program & Ended> {
  return run(['down', ...args], { home });
}

/** The number of the process in which a part of the lab runs. */
export function pidOf({ parts }: StandingLab, part: string): number {
  return Number(/\d+/.exec(parts.find(({ name }) => name === part)?.place ?? '')?.[0]);
}

/** What is left of all labs of this home: processes, and files that are more than a record. */
export async function leftIn(home: Home): Promise<readonly string[]> {
  const processes = await emptied(async () => processesOf(home));
  return processes.map((pid) => `process ${pid}: ${readFileSync(`/proc/${pid}/cmdline`, 'utf8')}`);
}

/** What a run's folder holds that is more than its record. */
export function passingIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => [...PASSING, OWNER_FILE].includes(name))
    .toSorted();
}

/** Whether nobody but this user may read it. */
export function isPrivate(path: string): boolean {
  return (lstatSync(path).mode & 0o777) === 0o600;
}

/** The folder of the state of this home. */
export function stateOf({ env }: Home): string {
  return join(env.XDG_STATE_HOME ?? '', 'tutorial-tui');
}
