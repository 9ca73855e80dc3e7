import { type Argument, Command, type Option } from 'commander';
import type { ServedPart } from '../services/part/served-part.ts';
import { PARTS } from '../services/parts.ts';
import { addCompletion } from './cli/completion-command.ts';
import { addDoctor } from './cli/doctor-command.ts';
import { addDown } from './cli/down-command.ts';
import { optionVariables } from './cli/environment.ts';
import { addExport } from './cli/export-command.ts';
import { commandsFirst } from './cli/help-layout.ts';
import { lessonFlags, lessonOptions } from './cli/lesson-options.ts';
import { addReports } from './cli/report-command.ts';
import { addServe } from './cli/serve-command.ts';
import { applyColor, colorOption, isEverywhere, suggestChoices } from './cli/shared-options.ts';
import { addTap } from './cli/tap-command.ts';
import { addTool } from './cli/tool-command.ts';
import { addUp, STANDING, type StandingRole, standDetached } from './cli/up-command.ts';
import { addVerify } from './cli/verify-command.ts';
import type { DeploymentFlags } from './deployment/flags.ts';
import { EXIT_CODES, MEANINGS, type Outcome } from './errors.ts';
import { printable } from './evidence/printable.ts';
import type { Io } from './io.ts';
import { stepId } from './option-values.ts';
import { portOptions } from './part-options.ts';
import type { LessonOptions } from './settings.ts';
import { VERSION } from './version.ts';

/** Commands whose options may all come from the environment. The others act on what is typed, and what some options of theirs are called means another thing here. */
const TAKES_ALL = ['doctor', 'verify', 'up', 'export'];
/** Of another one, what would do harm where its variable was passed over. */
const TAKES_SOME: Readonly<Record<string, readonly string[]>> = { down: ['--dry-run'] };

type LessonFlags = Omit<LessonOptions, 'ports' | 'deployment'> & DeploymentFlags;

/** The command line. Each command's module is loaded when it is called, so that `--help` and `--version` cost next to nothing. */
export function cli(
  io: Io,
  setExitCode: (code: number) => void,
  parts: readonly ServedPart[] = PARTS,
  role: StandingRole = 'asks',
): Command {
  const ports = portOptions(parts);
  // Who asks for a lab that is to stand has told of the variables.
  const variables = optionVariables(io, role === 'asks');
  const program = new Command('tutorial-tui')
    .description(
      "Walk through how a user's access token travels: a login, a Llama Stack server, an MCP server, a tool.",
    )
    .usage('[options]\n       tutorial-tui <command> [options]')
    .helpOption('-h, --help', 'print this help')
    // An option after a command's name is that command's: `tool invoke --json`, `serve identity --user`.
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('(--help lists what there is)')
    // That a command has options goes without saying: each has at least two.
    .configureHelp({
      formatHelp: commandsFirst,
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(termOf)].join(' '),
    })
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      // It repeats what was typed, and a script may have got that from anywhere.
      writeErr: (text) => void io.stderr.write(printable(text)),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    })
    .addHelpText('before', ({ error }) => {
      // Of `help` with what is no command, commander would print the help of the program, as an error.
      if (error && program.args[0] === 'help') {
        program.args = program.args.slice(1);
        unknownCommand(program);
      }
      return '';
    })
    .addHelpText('after', afterHelp())
    .hook('preAction', (_, command) => {
      refuseMisplaced(program, command);
      if (command.name() !== STANDING) variables.take(command);
      applyColor(command.opts().color, io.env);
    })
    .action(async () => {
      if (program.args.length > 0) unknownCommand(program);
      if (program.opts().detach) return setExitCode(await standDetached(program, parts, role, io));
      const { settled } = await import('./cli/settled.ts');
      const options = await settled(program, io, 'lesson', async (_, deployment) => {
        const given = lessonFlags<LessonFlags>(program);
        const asked: LessonOptions = { ...given, deployment, ports: ports.portsIn({ ...given }) };
        const { checkLesson } = await import('./settings-check.ts');
        await checkLesson(asked);
        return asked;
      });
      if (options.ci) {
        const { runCi } = await import('./commands/ci.ts');
        setExitCode(await runCi(options, io));
      } else {
        const { runGuided } = await import('./commands/guided.ts');
        setExitCode(await runGuided(options, io));
      }
    });
  for (const option of lessonOptions(ports.options)) program.addOption(option);
  program.version(VERSION, '-V, --version', 'print the version');

  // In the order of the help, each group under its heading.
  program.commandsGroup('The lesson:');
  program
    .command('list')
    .description('list the chapters and their steps')
    .option('--json', 'as JSON')
    .action(async (options: { json?: boolean }) => {
      const { list } = await import('./commands/list.ts');
      await list(options, io);
    });

  program
    .command('reset')
    .description('forget how far you have come in the walkthrough')
    .addArgument(program.createArgument('[step]', 'only this step').argParser(stepId))
    .option('-y, --yes', 'without asking')
    .action(async (step: string | undefined, options: { yes?: boolean }) => {
      const { reset } = await import('./commands/reset.ts');
      await reset({ step, ...options }, io);
    });

  addReports(program, io);

  program.commandsGroup('This machine, and a lab on it:');
  addDoctor(program, parts, io, setExitCode);
  program
    .command('diagnose')
    .argument('[message...]', 'a raw error message of an engine, a Keycloak, a client')
    .summary('say why a known error happens, and the way out')
    .description('say why a known error happens, and the way out; without a message, print all that are known')
    .action(async (message: string[]) => {
      const { explainMessage } = await import('./commands/diagnose.ts');
      setExitCode(explainMessage(message, io));
    });
  addUp(program, {
    parts,
    io,
    setExitCode,
    role,
    hold: (args) => cli(io, setExitCode, parts, 'holds').parseAsync(args, { from: 'user' }),
  });
  addDown(program, io, setExitCode);

  program.commandsGroup('Parts, alone and deployed:');
  addServe(program, parts, io, setExitCode);
  addTap(program, io, setExitCode);
  addTool(program, io, setExitCode);
  addVerify(program, io, setExitCode);
  addExport(program, parts, io);

  program.commandsGroup('The command line:');
  addCompletion(program, io);
  program.helpCommand('help [command]', 'print the help of a command');

  variables.add(program);
  for (const command of program.commands) {
    command.addOption(colorOption());
    suggestChoices(command);
    if (TAKES_ALL.includes(command.name())) variables.add(command);
    else {
      const some = TAKES_SOME[command.name()] ?? [];
      const isTaken = (option: Option) => isEverywhere(option) || some.includes(option.long ?? '');
      variables.add(command, command.options.filter(isTaken));
    }
  }
  suggestChoices(program);
  // Of the program itself, not of its commands: the action says what is no command.
  return program.allowExcessArguments();
}

/** An option of the program that stands before a command's name would be passed over there, and what it names with it. */
function refuseMisplaced(program: Command, command: Command): void {
  if (command === program) return;
  const given = program.options.find((option) => program.getOptionValueSource(option.attributeName()) === 'cli');
  if (!given) return;
  const its = command.options.some(({ long }) => long === given.long);
  const way = its ? `write it after ${command.name()}` : `${command.name()} has no such option`;
  program.error(`error: option '${given.flags}' is the lesson's where it stands before ${command.name()}; ${way}`);
}

/** Ends with what commander says of an unknown command, which it asks only where the program itself does nothing. */
function unknownCommand(program: Command): never {
  const [word] = program.args;
  const option = program.options.find(({ long }) => long === `--${word}`);
  if (option) program.error(`error: unknown command '${word}'\n(Did you mean ${option.long}?)`);
  (program as unknown as { unknownCommand(): void }).unknownCommand();
  throw new Error(`commander took ${word} for a command`);
}

function termOf(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function afterHelp(): string {
  const codes = (Object.keys(EXIT_CODES) as Outcome[]).map(
    (name) => `  ${String(EXIT_CODES[name]).padStart(3)}  ${MEANINGS[name]}`,
  );
  return `
Each option may stand in a variable: TUTORIAL_TUI_TIMEOUT=5m for --timeout 5m.
Credentials come from USER_NAME (or --user; default alan) and USER_PASSWORD.
Without a password, a user who is not there yet gets a random one; one who is
there keeps theirs, and it has to be given.

Exit codes:
${codes.join('\n')}`;
}
