/** The surroundings that say where an engine may be. */
export interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly homedir: string;
  /** The user's number, where the platform has one. */
  readonly uid: number | undefined;
  /** The text of a file; undefined where it cannot be read. */
  readonly readText: (path: string) => string | undefined;
}
