import type { Io, Output, WorkflowCommands } from '../io.ts';

/** What GitHub's runner is told while the program runs. */
export interface Workflow extends WorkflowCommands {
  /** From this line on it takes none for a command. */
  readonly stop: string;
  /** From this line on it takes them again. */
  readonly resume: string;
  /** Where it was told to stop, by what was meant for it: each has to be followed by `resume` in the end, for only one of them may lead to the runner. */
  readonly stopped: ReadonlySet<Output>;
}

/**
 * The runner takes a line such as `::error::…` for a command, whoever wrote it: a server's answer that is shown may be one. So it is told to take none until
 * a word comes that nobody can guess. Undefined where no workflow runs the program.
 * Source: GitHub's documentation, "Workflow commands for GitHub Actions", stopping and starting workflow commands.
 */
export function workflowCommands(env: Io['env']): Workflow | undefined {
  if (env.GITHUB_ACTIONS !== 'true') return undefined;
  const word = crypto.randomUUID();
  const stop = `::stop-commands::${word}\n`;
  const resume = `::${word}::\n`;
  const stopped = new Set<Output>();
  const mean = (lines: string, output: Output) => {
    if (lines === '') return;
    stopped.add(output);
    output.write(`${resume}${lines}${stop}`);
  };
  return { stop, resume, stopped, mean };
}
