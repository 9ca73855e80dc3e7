import type { Command } from 'commander';
import type { Io, JsonVerdict } from '../io.ts';
import { switchValue } from '../option-values.ts';

/** Of which command line `--json` ends in a verdict, and in which, by a command line that may be wrong, and that nobody has read yet. */
export function wantedJson(program: Command, argv: readonly string[], env: Io['env']): JsonVerdict | undefined {
  const asked = isOn(env.TUTORIAL_TUI_JSON);
  const { words, name, rest } = taken(program, argv);
  if (name === undefined)
    return words.includes('--json') || (asked && (words.includes('--ci') || isOn(env.TUTORIAL_TUI_CI)))
      ? 'event'
      : undefined;
  const verify = program.commands.find((command) => command.name() === name && name === 'verify');
  if (!verify) return undefined;
  return asked || taken(verify, rest).words.includes('--json') ? 'verification' : undefined;
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
