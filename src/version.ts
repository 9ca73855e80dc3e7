import packageJson from '../package.json' with { type: 'json' };

export const VERSION: string = packageJson.version;
/** The oldest Node.js that can run the program. */
export const OLDEST_NODE: string = packageJson.engines.node.replace('>=', '');
