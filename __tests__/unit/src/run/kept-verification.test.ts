import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VERIFICATION_FILE } from '../../../../src/records/run-files.ts';
import { keepVerification } from '../../../../src/run/kept-verification.ts';

let home: string;
const before = process.env.XDG_STATE_HOME;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tutorial-tui-verification-'));
  process.env.XDG_STATE_HOME = home;
});
afterEach(() => {
  if (before === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = before;
  rmSync(home, { recursive: true });
});

// Where state is kept is named by a variable there.
if (process.platform === 'linux') {
  test('a verification is on record for this user alone, and belongs to nobody any more', async () => {
    expect(await keepVerification('{}\n')).toBeUndefined();
    const runs = join(home, 'tutorial-tui/runs');
    const [run = ''] = readdirSync(runs);
    expect(readdirSync(join(runs, run))).toEqual([VERIFICATION_FILE]);
    const file = join(runs, run, VERIFICATION_FILE);
    expect(readFileSync(file, 'utf8')).toBe('{}\n');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
}
