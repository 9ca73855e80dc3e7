import type { Io, WorkflowCommands } from '../io.ts';

/** What GitHub's runner is told while the program runs. */
export interface Workflow extends WorkflowCommands {
  /** From this line on it takes none for a command. */
  readonly stop: string;
  /** From this line on it takes them again. */
  readonly resume: string;
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
  return { stop, resume, meant: (lines) => (lines === '' ? '' : `${resume}${lines}${stop}`) };
}
