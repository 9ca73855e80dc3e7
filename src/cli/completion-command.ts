import type { Command } from 'commander';
import { type CompletedShell, SHELLS } from '../completion/shells.ts';
import type { Io } from '../io.ts';

const MORE_HELP = `
It asks the program named tutorial-tui, which has to be found by that name
(npm install --global tutorial-tui).

  bash        in ~/.bashrc: source <(tutorial-tui completion bash)
  zsh         in ~/.zshrc, after compinit: source <(tutorial-tui completion zsh)
  fish        tutorial-tui completion fish \\
                > ~/.config/fish/completions/tutorial-tui.fish
  PowerShell  in the file that $PROFILE names:
              tutorial-tui completion powershell | Out-String | Invoke-Expression`;

/** The command `completion`, and, hidden, `complete`, which the scripts of the shells ask at each press of the key. */
export function addCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .summary("print a shell's completion script")
    .description('print a script by which a shell completes what is typed for this program')
    .addArgument(program.createArgument('<shell>', 'for which shell').choices(SHELLS))
    .addHelpText('after', MORE_HELP)
    .action(async (shell: CompletedShell) => {
      const { COMPLETION_SCRIPTS } = await import('../completion/scripts.ts');
      io.stdout.write(COMPLETION_SCRIPTS[shell]);
    });
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .option('--word <text>', 'the word that is completed, as far as it is typed', '')
    .action(async (words: string[], { word }: { word: string }) => {
      const { printCompletion } = await import('../commands/complete.ts');
      const { placeOf } = await import('../completion/place.ts');
      await printCompletion(placeOf(program, words, word), io);
    });
}
