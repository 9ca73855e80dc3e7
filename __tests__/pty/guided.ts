import { type Home, makeHome } from '../e2e/home.ts';
import { BIN } from '../e2e/program.ts';
import { emptied, freePorts, processesOf } from '../e2e/world.ts';
import { headerOf, STEP_IDS } from '../lesson.ts';
import { type TerminalOptions, TestTerminal } from './terminal.ts';

export interface Guided {
  readonly terminal: TestTerminal;
  readonly home: Home;
  /** The ports that were asked for. */
  readonly ports: Readonly<Record<string, number>>;
}

export interface GuidedOptions extends Partial<TerminalOptions> {
  readonly home?: Home;
  /** What is run instead of the program's own command line, e.g. a shell that runs it. */
  readonly through?: (argv: readonly string[]) => readonly string[];
}

const started: Guided[] = [];

/** The built program's walkthrough in a terminal of its own, on the embedded identity provider and on ports of its own. */
export async function startGuided({
  args = [],
  env = {},
  home = makeHome(),
  through = (argv) => argv,
  ...options
}: GuidedOptions = {}): Promise<Guided> {
  const [identity = 0, tool = 0, mcp = 0, stack = 0] = await freePorts(4);
  const flags = [`--port-identity=${identity}`, `--port-tool=${tool}`, `--port-mcp=${mcp}`, `--port-stack=${stack}`];
  const cleared = {
    USER_NAME: undefined,
    USER_PASSWORD: undefined,
    ACCESSIBLE: undefined,
    INK_SCREEN_READER: undefined,
  };
  const idp = args.includes('--idp') ? [] : ['--idp', 'embedded'];
  const [command = '', ...rest] = through([process.execPath, BIN, ...flags, ...idp, ...args]);
  const terminal = new TestTerminal({
    ...options,
    command,
    args: rest,
    env: { ...cleared, ...home.env, ...env },
  });
  const guided = { terminal, home, ports: { identity, tool, mcp, stack } };
  started.push(guided);
  return guided;
}

/** A shell with job control runs the program, and tells how that ended. */
export const inShell = (argv: readonly string[]) => [
  'bash',
  '--norc',
  '-ic',
  'PS1="shell> "; "$@"; echo "it gave $?"; fg',
  'bash',
  ...argv,
];

/** Goes through the login with what is offered, to the first step. */
export async function logIn({ terminal }: Guided): Promise<void> {
  await terminal.waitFor('user name');
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf('0'));
}

/** The key by which the program walks the pages of a login, as the footer has it. */
const WALK = /^c copy the address +w let the program walk/m;
/** A step that asks for something: what it offers is sent. */
const FORM = /⏎ send/;

/** Runs the step that is shown, and waits until it is done; `patience` in milliseconds, where that may take long. The pages of a login are walked. */
export async function runStep({ terminal }: Guided, patience?: number): Promise<void> {
  terminal.press('return');
  const isDone = () => terminal.text().includes('✓ done in');
  const asks = () => [WALK, FORM].find((each) => each.test(terminal.text()));
  await terminal.waitFor(() => isDone() || asks() !== undefined, patience);
  if (!isDone()) terminal.press(asks() === WALK ? 'w' : 'return');
  await terminal.waitFor('✓ done in', patience);
}

/** Goes on to the step that has this title. */
export async function goOn({ terminal }: Guided, title: RegExp): Promise<void> {
  terminal.press('return');
  await terminal.waitFor(title);
}

/** Does whatever follows the step that is shown and done, to the end of the course, and finishes. */
export async function finish(guided: Guided, shown: string): Promise<void> {
  for (const id of STEP_IDS.slice(STEP_IDS.indexOf(shown) + 1)) {
    await goOn(guided, headerOf(id));
    await runStep(guided);
  }
  guided.terminal.press('return');
  await guided.terminal.waitFor('End the walkthrough?');
  guided.terminal.press('y');
}

/** The process of a part, as the run's log tells of it. */
export function pidOf({ home }: Guided, part: string): number {
  const pid = new RegExp(`"part":"${part}","status":"ready".*"place":"pid (\\d+)"`).exec(home.written())?.[1];
  if (!pid) throw new Error(`no process of ${part}`);
  return Number(pid);
}

/** Processes of the walkthrough that are left a while after its end. */
export function leftOver({ home }: Guided): Promise<readonly number[]> {
  return emptied(async () => processesOf(home));
}

/** A token as it is issued, whole. */
const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]+/;

/** The walkthrough ends, or has ended, with this code: the terminal is as before, nothing is left over, and no token was ever written anywhere. */
export async function endsClean(guided: Guided, code = 0): Promise<void> {
  const { terminal, home } = guided;
  const { exitCode } = await terminal.exited;
  await terminal.settled();
  expect(exitCode).toBe(code);
  expect(terminal.isSane()).toBe(true);
  expect(await leftOver(guided)).toEqual([]);
  for (const text of [terminal.output, home.written()]) expect(text).not.toMatch(JWT);
}

/** For afterEach: ends whatever a test started, and forgets it. */
export async function clearAll(): Promise<void> {
  for (const { terminal, home } of started.splice(0)) {
    await terminal.end();
    await emptied(async () => processesOf(home));
    home.remove();
  }
}
