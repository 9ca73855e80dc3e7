/** `npm run pictures`: draws the pictures of docs/pictures anew, from walkthroughs in a pseudo-terminal and from a run whose parts tell of a token's way. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const test = fileURLToPath(new URL('test.js', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [test, '__tests__/pty/pictures.test.ts', '__tests__/docs/way-picture.test.ts'],
  { stdio: 'inherit', env: { ...process.env, DRAW_PICTURES: '1' } },
);
process.exitCode = status ?? 1;
