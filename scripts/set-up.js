/** Does the set-up that is missing, and only that: dependencies as the lock file has them, and a build newer than every source. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = ['src', 'components', 'steps', 'services', 'scripts/build.js', 'package.json', 'package-lock.json'];

/** Newest change below a path, in milliseconds since the epoch; 0 where there is nothing. */
function changedAt(path) {
  const full = join(root, path);
  if (!existsSync(full)) return 0;
  const stat = statSync(full);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(full).map((name) => changedAt(join(path, name))));
}

/** Runs a tool with its output on stderr: stdout belongs to the program. */
function run(what, command, args) {
  process.stderr.write(`${what} …\n`);
  execFileSync(command, args, {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
    shell: process.platform === 'win32',
  });
}

export function setUp() {
  if (changedAt('node_modules/.package-lock.json') < changedAt('package-lock.json')) {
    run('Installing the dependencies', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  }
  if (changedAt('dist/bin.js') < Math.max(...SOURCES.map(changedAt))) {
    run('Building', process.execPath, ['scripts/build.js']);
  }
}
