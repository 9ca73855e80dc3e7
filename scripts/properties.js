/** `npm run test:properties`: the property tests, with a hundred times the inputs of `npm test`; on each processor one file at a time. Some hours. */
import { availableParallelism } from 'node:os';

process.env.PROPERTY_RUNS ??= '100000';
process.argv.push('__tests__/properties', '--testTimeout=7200000', `--maxWorkers=${availableParallelism()}`);
await import('./test.js');
