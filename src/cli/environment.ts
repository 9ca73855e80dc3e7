import type { Command, Option } from 'commander';
import { printableLine } from '../evidence/printable.ts';
import type { Io } from '../io.ts';
import { nearest } from '../nearest.ts';
import { takeFrom } from './option-sources.ts';

/** What the variables begin with that hold options. */
const PREFIX = 'TUTORIAL_TUI_';
/** A name under which somebody may have put a secret. */
const SECRET = /pass?w|secret|token$|credential|authorization|api_?key|passphrase/i;
const SECRETS = 'USER_PASSWORD, CLIENT_SECRET, ACCESS_TOKEN, EXPIRED_ACCESS_TOKEN, STACK_AUTHORIZATION, KEY_PASSPHRASE';

/** The commands whose options may come from the environment. */
export interface OptionVariables {
  /** Has these options of a command come from there as well; all that it has, where none are named. */
  add(command: Command, options?: readonly Option[]): void;
  /** Takes what the environment says of a command's options, and tells of variables that are nobody's. Throws as `takeFrom` does. */
  take(command: Command): void;
}

/** The variable that an option may come from: TUTORIAL_TUI_TOKEN_BY of --token-by. */
export function variableOf({ long }: Option): string {
  return `${PREFIX}${long?.slice(2).toUpperCase().replaceAll('-', '_')}`;
}

/**
 * Those of all commands that are added. A variable that is empty says nothing, as pipelines set what they have no value for. Of those that are nobody's is
 * told where `tells` says so.
 */
export function optionVariables({ env, stderr }: Pick<Io, 'env' | 'stderr'>, tells = true): OptionVariables {
  const owners = new Map<Command, readonly Option[] | undefined>();
  const optionsOf = (command: Command) =>
    owners.has(command) ? (owners.get(command) ?? command.options).filter(({ long }) => long !== '--version') : [];
  return {
    add: (command, options) => void owners.set(command, options),
    take: (command) => {
      const set = Object.keys(env).filter((name) => name.startsWith(PREFIX) && env[name]);
      if (set.length === 0) return;
      const known = new Set([...owners.keys()].flatMap((owner) => optionsOf(owner).map(variableOf)));
      for (const name of tells ? set.filter((each) => !known.has(each)) : [])
        stderr.write(`${printableLine(`note: The variable ${name} means nothing. ${wayOut(name, [...known])}`)}\n`);
      const told = optionsOf(command).map((option) => ({ option, as: variableOf(option) }));
      takeFrom(
        'env',
        command,
        told.flatMap((each) => (env[each.as] ? [{ ...each, text: env[each.as] ?? '' }] : [])),
      );
    },
  };
}

function wayOut(name: string, known: readonly string[]): string {
  if (SECRET.test(name)) return `No secret is an option: the environment holds it as one of ${SECRETS}.`;
  const meant = nearest(name, known);
  return meant ? `Did you mean ${meant}?` : 'Each is named as an option is: TUTORIAL_TUI_TIMEOUT for --timeout.';
}
