import type { Command } from 'commander';
import type { Io, JsonVerdict } from '../io.ts';
import { switchValue } from '../option-values.ts';
import { STANDING } from './up-command.ts';

/** Which verdict each of the commands owes whose `--json` ends in one; whether its variable counts as well as the word. */
const OWED: Readonly<Record<string, { readonly verdict: JsonVerdict; readonly byVariable: boolean }>> = {
  verify: { verdict: 'verification', byVariable: true },
  up: { verdict: 'failure', byVariable: true },
  doctor: { verdict: 'failure', byVariable: true },
  down: { verdict: 'failure', byVariable: false },
};

/** Of which command line `--json` ends in a verdict, and in which, by a command line that may be wrong, and that nobody has read yet. */
export function wantedJson(program: Command, argv: readonly string[], env: Io['env']): JsonVerdict | undefined {
  const asked = isOn(env.TUTORIAL_TUI_JSON);
  const { words, name, rest } = taken(program, argv);
  if (name === undefined) {
    const isWanted = words.includes('--json') || (asked && (words.includes('--ci') || isOn(env.TUTORIAL_TUI_CI)));
    // It is `up` by another name.
    const stands = words.includes('--detach') || isOn(env.TUTORIAL_TUI_DETACH);
    return isWanted ? (stands ? 'failure' : 'event') : undefined;
  }
  // Whoever asked for a lab reads there why it does not stand.
  if (name === STANDING) return 'event';
  const owed = OWED[name];
  const command = program.commands.find((each) => each.name() === name);
  if (!owed || !command) return undefined;
  return (asked && owed.byVariable) || taken(command, rest).words.includes('--json') ? owed.verdict : undefined;
}

/** The words of a command itself, without the values of its options; where it calls another one, that one's name, and all that follows it. */
function taken(
  command: Command,
  argv: readonly string[],
): { readonly words: readonly string[]; readonly name?: string; readonly rest: readonly string[] } {
  const words: string[] = [];
  for (let at = 0; at < argv.length && argv[at] !== '--'; at += 1) {
    const word = argv[at] ?? '';
    if (word === 'help' || command.commands.some((each) => each.name() === word))
      return { words, name: word, rest: argv.slice(at + 1) };
    words.push(word);
    if (command.options.some(({ long, required }) => required && long === word)) at += 1;
  }
  return { words, rest: [] };
}

function isOn(text: string | undefined): boolean {
  try {
    return text !== undefined && switchValue(text);
  } catch {
    return false;
  }
}
