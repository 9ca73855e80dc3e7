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
  /** Told when the last event of --json was written. */
  onVerdict?: () => void;
}
