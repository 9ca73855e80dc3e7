/** `npm run test:properties`: the property tests, with a hundred times the inputs of `npm test`. Some half an hour. */
process.env.PROPERTY_RUNS ??= '100000';
process.argv.push('__tests__/properties', '--testTimeout=3600000');
await import('./test.js');
