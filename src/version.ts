import packageJson from '../package.json' with { type: 'json' };

/** This program's version, as package.json has it. */
export const VERSION: string = packageJson.version;
/** The oldest Node.js that can run the program. */
export const OLDEST_NODE: string = packageJson.engines.node.replace('>=', '');
/** Files, sockets included, that a process may have to have open at once (`ulimit -n`): with so many every lesson was seen to run. */
export const OPEN_FILES = 256;

/** Whether a version of Node.js is as new as another, or newer. */
export function isNewEnough(version: string, oldest = OLDEST_NODE): boolean {
  return version.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}
