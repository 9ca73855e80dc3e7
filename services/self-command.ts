import { basename } from 'node:path';

/**
 * How the learner would start this program again, for commands they paste into another terminal: as they started it now.
 * `entry` is the script that runs; npm sets the two variables.
 */
export function selfCommand(env: NodeJS.ProcessEnv, entry: string, argv1: string | undefined): string {
  if (env.npm_lifecycle_event === 'start') return 'npm start --silent --';
  if (env.npm_command === 'exec') return 'npx tutorial-tui';
  return argv1 !== undefined && basename(argv1) === 'tutorial-tui' ? 'tutorial-tui' : `node '${entry}'`;
}
