import type { Argument, Command, Option } from 'commander';
import { OpenOption } from '../option-values.ts';
import { FORMAT_IDS } from '../report/formats.ts';

/** One thing that may stand where the cursor is. */
export interface Suggestion {
  readonly value: string;
  /** A few words about it; may be empty. */
  readonly about: string;
}

/** What may stand somewhere: things that the command line knows itself, and kinds of things that are looked up. */
export interface WantedHere {
  readonly candidates: readonly Suggestion[];
  readonly lookUp: readonly LookUp[];
  /** Several of them, with commas in between. */
  readonly several?: boolean;
}

/** What the command line does not know itself: the course does, the records do, or the shell. */
export type LookUp = 'step' | 'chapter' | 'run' | 'files' | 'folders';

/** Nothing that could be named. */
export const NOTHING: WantedHere = { candidates: [], lookUp: [] };

/** By what stands between the pointed or square brackets, e.g. `<file>` of `--config <file>`. */
const BY_PLACEHOLDER: Readonly<Record<string, Omit<WantedHere, 'candidates'>>> = {
  file: { lookUp: ['files'] },
  dir: { lookUp: ['folders'] },
  step: { lookUp: ['step'] },
  steps: { lookUp: ['step'], several: true },
  run: { lookUp: ['run', 'files'] },
};
const BY_OPTION: Readonly<Record<string, Omit<WantedHere, 'candidates'>>> = { '--chapter': { lookUp: ['chapter'] } };
const REPORTER = '--reporter';

/** What may be the value of an option; `typed` of it is there already. */
export function wantedOf(option: Option, typed: string): WantedHere {
  if (option.long === REPORTER) return reporterWanted(typed);
  const words = option.argChoices ?? (option instanceof OpenOption ? option.words : []);
  const [, placeholder = ''] = /[<[]([^>\]]*)[>\]]/.exec(option.flags) ?? [];
  return { ...NOTHING, ...(BY_OPTION[option.long ?? ''] ?? BY_PLACEHOLDER[placeholder]), candidates: named(words) };
}

/** What may be an argument of a command. */
export function wantedAs(argument: Argument, program: Command): WantedHere {
  if (argument.name() === 'command') return { ...NOTHING, candidates: commandsOf(program) };
  return { ...NOTHING, ...BY_PLACEHOLDER[argument.name()], candidates: named(argument.argChoices ?? []) };
}

/** The commands that the help names. */
export function commandsOf(program: Command): readonly Suggestion[] {
  return visibleCommands(program).map((command) => ({
    value: command.name(),
    about: shortened(command.summary() || command.description()),
  }));
}

/** The options that the help names, without those that are `given`, but for the ones that may be given again. */
export function optionsOf(command: Command, mayStandAgain: (option: Option) => boolean): readonly Suggestion[] {
  const help = command.createHelp();
  return help
    .visibleOptions(command)
    .filter(mayStandAgain)
    .map((option) => ({ value: option.long ?? option.flags, about: shortened(option.description) }));
}

/** The commands that the help names, `help` among them. */
export function visibleCommands(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command);
}

/** A name and a file: first the name, with `=` behind it where there has to be a file. */
function reporterWanted(typed: string): WantedHere {
  // What stands behind a comma may be another reporter, or belong to the name of the file.
  const last = typed.slice(typed.lastIndexOf(',') + 1);
  if (last.includes('=')) return { ...NOTHING, lookUp: ['files'] };
  return { ...NOTHING, several: true, candidates: named([...FORMAT_IDS.map((id) => `${id}=`), 'github']) };
}

function named(words: readonly string[]): readonly Suggestion[] {
  return words.map((value) => ({ value, about: '' }));
}

/** The first clause: a line of a menu is short. */
function shortened(text: string): string {
  return text.split(/[;:]? \(|[;:] |\n|\t/, 1)[0] ?? '';
}
