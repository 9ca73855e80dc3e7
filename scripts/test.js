/** `npm test -- …`: the missing set-up, then Jest with the flag that ES modules need. */
import { spawnSync } from 'node:child_process';
import { setUp } from './set-up.js';

await setUp();
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, FORCE_COLOR: '0' } },
);
process.exitCode = status ?? 1;
