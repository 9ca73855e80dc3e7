/** Does the set-up that is missing, and only that: dependencies as the lock file has them, and a build newer than every source. */
import { execFileSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SOURCES = [
  'src',
  'components',
  'steps',
  'services',
  'scripts/build.js',
  'scripts/bundled-packages.js',
  'scripts/left-out.cjs',
  'scripts/notices.js',
  'scripts/sbom.js',
  'package.json',
  'package-lock.json',
];
/** A folder that may be read only. */
const CLOSED = ['EROFS', 'EACCES', 'EPERM'];
/** The exit code of a missing prerequisite, as the program has it. */
const PREREQUISITE_MISSING = 6;

/** Installs and builds what is missing. Two at once wait for each other. Ends the process with a sentence where it cannot be done. */
export async function setUp() {
  checkNode();
  if (isInstalled() && isBuilt()) return;
  try {
    await withLock(join(root, '.set-up.lock'), () => {
      if (!isInstalled()) install();
      if (!isBuilt()) run('Building', process.execPath, ['scripts/build.js']);
    });
  } catch (error) {
    giveUp(
      CLOSED.includes(error.code)
        ? `${root} cannot be written, and the set-up has to (${error.message}).\n  next  Let its owner start once, or copy it to where you may write.`
        : `The set-up did not succeed: ${error.message}\n  next  See what is said above. npm has to reach its registry.`,
    );
  }
}

function checkNode() {
  const wanted = readPackage().engines.node.replace('>=', '');
  if (process.versions.node.localeCompare(wanted, 'en', { numeric: true }) < 0)
    giveUp(`This is Node.js ${process.versions.node}; tutorial-tui needs ${wanted} or later.`);
}

/**
 * Every package that the lock file names is there in its version, or is an optional one for another platform. What npm noted at its last install
 * is compared, not the age of a file: a clone, a copy or another branch makes files new that say the same.
 */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const there = packagesOf('node_modules/.package-lock.json');
  return (
    Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
      const found = there[path];
      if (!found) return path === '' || optional === true;
      return found.version === version && found.integrity === integrity;
    }) &&
    Object.keys(readPackage().devDependencies).every((name) =>
      existsSync(join(root, 'node_modules', name, 'package.json')),
    )
  );
}

/** What a lock file says of each package, by its folder; of the hidden one too, which an install that broke off does not leave behind. */
function packagesOf(lockFile) {
  const path = join(root, lockFile);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}

function isBuilt() {
  return changedAt('dist/bin.js') >= Math.max(...SOURCES.map(changedAt));
}

/** Everything is a development dependency, since the build bundles it: they are needed also where NODE_ENV or npm's settings leave those out. */
function install() {
  const what = 'Installing the dependencies';
  const cache = cacheInstead();
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // Not as an argument: Windows starts npm through a shell, for which a path with blanks is many.
  const env = cache ? { ...process.env, npm_config_cache: cache } : process.env;
  const npm = process.env.npm_execpath;
  try {
    if (npm && /\.[cm]?js$/.test(npm)) run(what, process.execPath, [npm, ...args], { env });
    else run(what, 'npm', args, { env, shell: process.platform === 'win32' });
  } finally {
    if (cache) rmSync(cache, { recursive: true, force: true });
  }
}

/** A temporary cache, where npm's own cannot be written. */
function cacheInstead() {
  const usual = process.platform === 'win32' ? join(homedir(), 'AppData/Local/npm-cache') : join(homedir(), '.npm');
  const cache = process.env.npm_config_cache ?? usual;
  try {
    mkdirSync(cache, { recursive: true });
    accessSync(cache, constants.W_OK);
    return undefined;
  } catch {
    return mkdtempSync(join(tmpdir(), 'npm-cache-'));
  }
}

/** Runs a tool with its output on stderr: stdout belongs to the program. */
function run(what, command, args, options = {}) {
  process.stderr.write(`${what} …\n`);
  execFileSync(command, args, { cwd: root, stdio: ['ignore', process.stderr, process.stderr], ...options });
}

/** Newest change below a path, in milliseconds since the epoch; 0 where there is nothing. */
function changedAt(path) {
  const full = join(root, path);
  if (!existsSync(full)) return 0;
  const stat = statSync(full);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(full).map((name) => changedAt(join(path, name))));
}

function readPackage() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}

function giveUp(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(PREREQUISITE_MISSING);
}
