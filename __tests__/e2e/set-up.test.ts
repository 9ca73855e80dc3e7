import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
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
