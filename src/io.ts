/** A stream that may be a terminal. */
export type Output = NodeJS.WritableStream & {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  /** Bytes that wait for its reader. */
  readonly writableLength?: number;
};
/** What is read from a person or a pipe. */
export type Input = NodeJS.ReadableStream & { isTTY?: boolean };

/** Everything a command takes from the process it runs in, so that a test can give it something else. */
export interface Io {
  stdin: Input;
  stdout: Output;
  stderr: Output;
  env: NodeJS.ProcessEnv;
  /** Ends with the user's interrupt. */
  signal: AbortSignal;
  /** The script that starts this program again, for the parts. */
  entry: string;
  /** Where a workflow of GitHub Actions runs the program: how commands are written, for none is taken otherwise. */
  workflow?: WorkflowCommands;
  /** Told of what --json has written. */
  verdict?: VerdictWatch;
}

/** What may be told to the runner of a workflow of GitHub Actions, which takes lines of the output for commands. */
export interface WorkflowCommands {
  /** Writes lines that are meant as commands. */
  mean(lines: string, output: Output): void;
}

/** What the output of `--json` ends in: the last event of a lesson, the document of a verification or, of another command that failed, that of a failure. */
export type JsonVerdict = 'event' | 'verification' | 'failure';

/** Who gives that verdict where nothing else has. */
export interface VerdictWatch {
  /** So many steps are proved, of so many that were to be. */
  counted(tally: { readonly proved: number; readonly of: number }): void;
  /** The verdict was written, or the document that there was to write. */
  told(): void;
}
