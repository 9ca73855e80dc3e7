import type { Command } from 'commander';
import type { Io } from '../io.ts';
import { switchValue } from '../option-values.ts';

/** Whether `--json` was asked of the lesson, by a command line that may be wrong, and that nobody has read yet. */
export function wantsEvents(program: Command, argv: readonly string[], env: Io['env']): boolean {
  const words = ownWords(program, argv);
  if (!words) return false;
  return (
    words.includes('--json') || (isOn(env.TUTORIAL_TUI_JSON) && (words.includes('--ci') || isOn(env.TUTORIAL_TUI_CI)))
  );
}

/** The words of the program itself, without the values of its options; undefined where a command is called. */
function ownWords(program: Command, argv: readonly string[]): string[] | undefined {
  const words: string[] = [];
  for (let at = 0; at < argv.length && argv[at] !== '--'; at += 1) {
    const word = argv[at] ?? '';
    if (word === 'help' || program.commands.some((command) => command.name() === word)) return undefined;
    words.push(word);
    if (program.options.some(({ long, required }) => required && long === word)) at += 1;
  }
  return words;
}

function isOn(text: string | undefined): boolean {
  try {
    return text !== undefined && switchValue(text);
  } catch {
    return false;
  }
}
