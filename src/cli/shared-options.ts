import { type Command, InvalidArgumentError, Option } from 'commander';
import { wireOptions } from '../deployment/flags.ts';
import type { Io } from '../io.ts';
import { nearest } from '../nearest.ts';

const COLOR = ['auto', 'always', 'never'] as const;
/** Whether what is written has colours. */
export type ColorChoice = (typeof COLOR)[number];

/** The option that says whether what is written has colours, for every command. */
export function colorOption(): Option {
  return new Option(
    '--color <when>',
    'colours, whatever NO_COLOR and FORCE_COLOR say (default: auto, which heeds them)',
  ).choices(COLOR);
}

/** The option by which a command says less. */
export function quietOption(about: string): Option {
  return new Option('--quiet', about);
}

/** Has everything that this process writes keep to what was asked for: what others bring along reads the same two variables. */
export function applyColor(when: ColorChoice | undefined, env: Io['env']): void {
  if (when === 'never') {
    env.NO_COLOR = '1';
    delete env.FORCE_COLOR;
  } else if (when === 'always') {
    delete env.NO_COLOR;
    env.FORCE_COLOR = '1';
  }
}

/** Whether an option means the same with whichever command, so that its variable counts for all of them. */
export function isEverywhere({ long }: Option): boolean {
  return [colorOption(), ...wireOptions()].some((option) => option.long === long);
}

/** Has a command name the choice that was meant, where one is nearly right. */
export function suggestChoices(command: Command): void {
  for (const taker of [...command.options, ...command.registeredArguments]) {
    const { argChoices, parseArg } = taker;
    if (!argChoices || !parseArg) continue;
    taker.parseArg = (value, before) => {
      try {
        return parseArg(value, before);
      } catch (error) {
        const meant = error instanceof InvalidArgumentError && nearest(value, argChoices);
        if (!meant) throw error;
        throw new InvalidArgumentError(`${error.message}\n(Did you mean ${meant}?)`);
      }
    };
  }
}
