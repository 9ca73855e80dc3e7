/**
 * `npm run bench`: what the program costs, each figure as a ratio to a bare baseline measured in the same run.
 *   npm run bench -- start      how long it takes to start and to run the whole lesson
 *   npm run bench -- load       calls a second through the parts, and their memory
 *   npm run bench -- tap        what a tap adds to a call, and takes from the rate
 *   npm run bench -- memory     memory after 10,000 and after 100,000 calls (takes minutes)
 *   npm run bench -- container  the lesson on a Keycloak container: its start-up, and everything else (needs an engine)
 *   npm run bench -- guided     the walkthrough: its first frame, and how soon a key is answered
 * Without a name: start and load.
 */
import { setUp } from './set-up.js';

const BENCHES = {
  start: './bench/start.js',
  load: './bench/load.js',
  tap: './bench/tap.js',
  memory: './bench/memory.js',
  container: './bench/container.js',
  guided: './bench/guided.js',
};

await setUp();
const names = process.argv.length > 2 ? process.argv.slice(2) : ['start', 'load'];
for (const name of names) {
  const path = BENCHES[name];
  if (!path) throw new Error(`no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}`);
  const { bench } = await import(path);
  await bench();
}
