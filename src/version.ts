import packageJson from '../package.json' with { type: 'json' };

/** This program's version, as package.json has it. */
export const VERSION: string = packageJson.version;
/** The oldest Node.js that can run the program. */
export const OLDEST_NODE: string = packageJson.engines.node.replace('>=', '');
