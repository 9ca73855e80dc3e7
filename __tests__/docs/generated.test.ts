import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

test('every generated page and block is as the sources have it (npm run docs)', () => {
  const script = fileURLToPath(new URL('../../scripts/docs.js', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
