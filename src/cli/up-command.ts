import { type Command, Option } from 'commander';
import type { ServedPart } from '../../services/part/served-part.ts';
import type { DeploymentFlags } from '../deployment/flags.ts';
import type { Io } from '../io.ts';
import { nonEmpty } from '../option-values.ts';
import { portOptions } from '../part-options.ts';
import type { LessonOptions } from '../settings.ts';
import { lessonFlags, standingOptions } from './lesson-options.ts';

/** The hidden command by which a process is the one of a lab that stands. */
export const STANDING = 'standing';
/** Of a lab that is to stand: this process asks for it and is told, or is the one that holds it. */
export type StandingRole = 'asks' | 'holds';

/** How a lab is wanted that is to stand. */
type StandingFlags = Omit<LessonOptions, 'ports' | 'deployment'> &
  DeploymentFlags & { readonly writeEnv?: string; readonly another?: boolean };

/** Who reads the command line of a lab that is to stand. */
export interface StandingAsk {
  readonly program: Command;
  /** The command whose options say how the lab is wanted, and what they say. */
  readonly command: Command;
  readonly flags: () => StandingFlags;
  readonly parts: readonly ServedPart[];
  readonly role: StandingRole;
}

/** What `--detach` asks for: a lab that stands. Returns the exit code. Throws as `standLab` does. */
export async function standDetached(
  program: Command,
  parts: readonly ServedPart[],
  role: StandingRole,
  io: Io,
): Promise<number> {
  const { checkDetached } = await import('../settings-check.ts');
  checkDetached(program.opts());
  return standLab({ program, command: program, flags: () => lessonFlags(program), parts, role }, io);
}

/** Has a lab brought up that stands, or is its process. Returns the exit code. Throws as `settled` does, and TutorialErrors. */
async function standLab({ program, command, flags, parts, role }: StandingAsk, io: Io): Promise<number> {
  if (role === 'asks') {
    const { json = false, verbose = false, quiet = false, another = false, writeEnv } = flags();
    const { runUp } = await import('../commands/up.ts');
    return runUp({ args: argumentsOf(program), json, verbose, quiet, another, writeEnv }, io);
  }
  const { settled } = await import('./settled.ts');
  const options = await settled(command, io, 'lesson', async (_, deployment) => {
    const given = flags();
    const asked: LessonOptions = { ...given, ci: true, deployment, ports: portOptions(parts).portsIn({ ...given }) };
    const { checkLesson } = await import('../settings-check.ts');
    await checkLesson(asked);
    return { asked, writeEnv: given.writeEnv };
  });
  const { runStanding } = await import('../commands/standing.ts');
  return runStanding(options.asked, options.writeEnv, io);
}

/** The command line as it was given: commander keeps it, and does not tell its type. */
function argumentsOf(program: Command): readonly string[] {
  return (program as unknown as { readonly rawArgs: readonly string[] }).rawArgs;
}

const MORE_HELP = `
The user's password is USER_PASSWORD; or one is made, and written into the file
of --write-env. The file of variables is for a shell, and for an engine:
  set -a; . FILE; set +a
  docker run --env-file FILE …

Examples:
  USER_PASSWORD=demo tutorial-tui up
  tutorial-tui up --write-env lab.env && set -a && . ./lab.env && set +a`;

/** What the commands of a standing lab are made with. */
export interface UpWish {
  readonly parts: readonly ServedPart[];
  readonly io: Io;
  readonly setExitCode: (code: number) => void;
  readonly role: StandingRole;
  /** Reads a command line in the role of the one that holds the lab. */
  readonly hold: (args: readonly string[]) => Promise<unknown>;
}

/** The command `up`, and, hidden, the process that it leaves behind. */
export function addUp(program: Command, { parts, io, setExitCode, role, hold }: UpWish): void {
  const command = program
    .command('up')
    .summary('bring up a lab, and leave it standing')
    .description('bring up a lab, and leave it standing in a process of its own, with its addresses; down ends it')
    .option('--json', 'tell of it as one JSON document')
    // Not --env-file: Node.js takes that for an option of its own, wherever it stands.
    .addOption(
      new Option('--write-env <file>', 'write its addresses as variables into this new file, too').argParser(nonEmpty),
    )
    .option('--another', 'bring one up even where one stands')
    .option('--keep', 'a container stays after its end as well')
    .addHelpText('after', MORE_HELP)
    .action(async () => {
      setExitCode(await standLab({ program, command, flags: () => command.opts(), parts, role }, io));
    });
  for (const option of standingOptions(portOptions(parts).options)) command.addOption(option);

  program
    .command(STANDING, { hidden: true })
    .argument('[args...]')
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: string[]) => {
      await hold(args);
    });
}
