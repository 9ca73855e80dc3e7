import { type Command, InvalidArgumentError, type Option } from 'commander';
import { TutorialError } from '../errors.ts';
import { nonEmptyLines, RepeatableOption, switchValue } from '../option-values.ts';

/** What a source says of an option. */
export interface Told {
  readonly option: Option;
  /** As it would stand on the command line; of an option that takes no value, whether it is meant. Several values stand on a line each. */
  readonly text: string;
  /** How it is named, for errors. */
  readonly as: string;
}

/** Where an option's value comes from beside the command line, which wins over both; the environment wins over the file. In commander's words. */
type Source = 'env' | 'config';
const STRONGER: Readonly<Record<Source, readonly string[]>> = { env: ['cli'], config: ['cli', 'env'] };

/** Options of which one alone can be meant: where a stronger source says one, what a weaker one says of the others is passed over. */
const EXCLUSIVE: readonly (readonly string[])[] = [
  ['chapter', 'only', 'from'],
  ['quiet', 'verbose'],
];
/** Those of one command alone: `down` tells a dry run as JSON, too. */
const EXCLUSIVE_OF: Readonly<Record<string, typeof EXCLUSIVE>> = { verify: [['json', 'dryRun']] };

/** How options were named that do not stand on the command line, by `--name`. */
const NAMES = new WeakMap<Command, Map<string, string>>();

/**
 * Takes what a source says of those options that no stronger one says anything of. Throws a TutorialError of kind usage, in the source's words, where a
 * value cannot be used, or two exclude each other. Commander's own `env()` reads the environment of the process, takes every text of a switch for yes,
 * and knows no file.
 */
export function takeFrom(source: Source, command: Command, told: readonly Told[]): void {
  const values = told
    .filter(({ option }) => !isSaid(command, option.attributeName(), STRONGER[source]))
    .map((each) => ({ ...each, name: each.option.attributeName(), value: settledValue(each) }));
  const meant = values.filter(({ value }) => value !== false);
  for (const group of exclusiveOf(command)) {
    const [one, other] = meant.filter(({ name }) => group.includes(name));
    if (one && other)
      throw new TutorialError('usage', `${one.as} and ${other.as} exclude each other.`, { next: 'Leave one out.' });
  }
  const names = NAMES.get(command) ?? new Map<string, string>();
  for (const { option, name, value, as } of values) {
    command.setOptionValueWithSource(name, value, source);
    names.set(option.long ?? '', as);
  }
  NAMES.set(command, names);
}

/** The same error, in which each option that does not stand on the command line is named as the source has it that said so. */
export function inWordsOfSource(command: Command, thrown: unknown): unknown {
  const names = NAMES.get(command);
  if (!names?.size || !(thrown instanceof TutorialError) || thrown.kind !== 'usage') return thrown;
  const named = (text: string) => text.replaceAll(/--[a-z][a-z-]*/g, (option) => names.get(option) ?? option);
  const { kind, message, why, next, cause } = thrown;
  return new TutorialError(kind, named(message), {
    ...(why && { why: named(why) }),
    ...(next && { next }),
    cause,
  });
}

/** Whether one of these sources says it, or what excludes it. */
function isSaid(command: Command, name: string, sources: readonly string[]): boolean {
  const says = (each: string) => sources.includes(command.getOptionValueSource(each) ?? '');
  const others = exclusiveOf(command).find((group) => group.includes(name)) ?? [];
  return says(name) || others.some((each) => says(each) && command.getOptionValue(each) !== false);
}

function exclusiveOf(command: Command): typeof EXCLUSIVE {
  return [...EXCLUSIVE, ...(EXCLUSIVE_OF[command.name()] ?? [])];
}

function settledValue({ option, text, as }: Told): unknown {
  try {
    if (option.isBoolean()) return switchValue(text);
    const parse = (each: string, before: unknown) => (option.parseArg ? option.parseArg(each, before) : each);
    const texts = option instanceof RepeatableOption ? nonEmptyLines(text) : [text];
    return texts.reduce<unknown>((before, each) => parse(each, before), undefined);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new TutorialError('usage', `${as} cannot be used. ${error.message}`);
  }
}
