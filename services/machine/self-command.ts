import { basename } from 'node:path';

/**
 * How the learner would start this program again, for commands they paste into another terminal: as they started it now.
 * `entry` is the script that runs; npm sets the two variables.
 */
export function selfCommand(
  env: NodeJS.ProcessEnv,
  entry: string,
  argv1: string | undefined,
  platform: NodeJS.Platform = process.platform,
): string {
  const onWindows = platform === 'win32';
  // PowerShell keeps a bare -- for itself.
  if (env.npm_lifecycle_event === 'start') return `npm start --silent ${onWindows ? "'--'" : '--'}`;
  if (env.npm_command === 'exec') return 'npx tutorial-tui';
  if (argv1 !== undefined && basename(argv1) === 'tutorial-tui') return 'tutorial-tui';
  // A quote within quotes: doubled in PowerShell; in a POSIX shell the quotes are ended for it.
  return `node '${entry.replaceAll("'", onWindows ? "''" : String.raw`'\''`)}'`;
}
