import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NOBODY = 65534;

// On Windows a folder is not closed by its mode.
if (process.platform !== 'win32') {
  test('a clone that may only be read and was never set up: exit code 6, and what to do', () => {
    const clone = mkdtempSync(join(tmpdir(), 'tutorial-tui-clone-'));
    for (const path of ['package.json', 'package-lock.json', 'scripts']) {
      cpSync(join(ROOT, path), join(clone, path), { recursive: true });
    }
    chmodSync(clone, 0o555);
    const { status, stderr } = spawnSync(process.execPath, [join(clone, 'scripts/start.js'), '--version'], {
      encoding: 'utf8',
      // Root may write anywhere.
      ...(process.getuid?.() === 0 && { uid: NOBODY, gid: NOBODY }),
    });
    chmodSync(clone, 0o755);
    rmSync(clone, { recursive: true });
    expect(status).toBe(6);
    expect(stderr).toMatch(/^error: \S+ cannot be written, and the set-up has to \(EACCES.*\)\.\n {2}next {2}\S/);
    expect(stderr).not.toContain('registry');
  });
}

describe('a checkout whose files are younger than what is installed', () => {
  let clone: string;
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'tutorial-tui-clone-'));
    for (const path of ['package.json', 'package-lock.json', 'scripts', 'dist', 'node_modules/.package-lock.json']) {
      mkdirSync(join(clone, 'node_modules'), { recursive: true });
      cpSync(join(ROOT, path), join(clone, path), { recursive: true });
    }
    for (const name of Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).devDependencies)) {
      mkdirSync(join(clone, 'node_modules', name), { recursive: true });
      writeFileSync(join(clone, 'node_modules', name, 'package.json'), '{}');
    }
    const later = Date.now() / 1000 + 60;
    utimesSync(join(clone, 'package-lock.json'), later, later);
    utimesSync(join(clone, 'dist/bin.js'), later + 60, later + 60);
  });
  afterEach(() => rmSync(clone, { recursive: true }));

  /** Without npm, an attempt to install cannot succeed, and is told of. */
  function start() {
    const script = join(clone, 'scripts/start.js');
    const env = { PATH: '', HOME: clone, SystemRoot: process.env.SystemRoot };
    return spawnSync(process.execPath, [script, '--version'], { encoding: 'utf8', env });
  }

  test('that says the same starts at once', () => {
    expect(start()).toMatchObject({ status: 0, stderr: '' });
  });

  test.each<[string, (lock: { packages: Record<string, object> }) => void]>([
    ['another version', ({ packages }) => Object.assign(packages['node_modules/zod'] ?? {}, { version: '0.0.1' })],
    ['other bytes', ({ packages }) => Object.assign(packages['node_modules/zod'] ?? {}, { integrity: 'sha512-AA==' })],
    ['one package more', ({ packages }) => Object.assign(packages, { 'node_modules/one-more': { version: '1.0.0' } })],
  ])('and asks for %s installs first', (_, change) => {
    const path = join(clone, 'package-lock.json');
    const lock = JSON.parse(readFileSync(path, 'utf8'));
    change(lock);
    writeFileSync(path, JSON.stringify(lock));
    expect(start()).toMatchObject({ status: 6, stderr: expect.stringContaining('Installing the dependencies') });
  });
});
