import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DownReport } from '../../src/down/report.ts';
import { clearAll } from './program.ts';
import { down, endAll, labHome, leftIn, standing, startUp } from './standing.ts';

const KILLED_AFTER_WRITING = fileURLToPath(new URL('./killed-after-writing.cjs', import.meta.url));

/** The file of variables that --write-env names may hold the user's password: whatever becomes of the lab, it goes with it, or is spoken of. */
if (process.platform === 'linux') {
  afterEach(async () => {
    await clearAll();
    await endAll();
  });

  test('one that somebody has changed stays, which down says before it ends the lab', async () => {
    const home = labHome();
    const file = join(home.folder, 'my lab.env');
    const lab = await standing(home, ['--write-env', file], { env: { USER_PASSWORD: '' } });
    const spoken = `${file}; the lab of run ${lab.run} has written it, and it was changed since`;
    const before = (await down(home, '--dry-run')).stdout;
    expect(before).toContain(`${file}; it goes with the lab of run ${lab.run}`);
    expect(before).not.toContain(spoken);
    appendFileSync(file, 'MINE=1\n');
    expect((await down(home, '--dry-run')).stdout).toContain(spoken);
    const ended = await down(home, '--yes');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^This stays:\n {2}file .*By hand: rm '.*my lab\.env'$/m);
    expect(ended.stdout).toContain(spoken);
    expect(readFileSync(file, 'utf8')).toMatch(/^USER_PASSWORD=.+\nMINE=1\n$/m);
    expect(await leftIn(home)).toEqual([]);
  });

  test('one that somebody has removed is spoken of no more, also where its lab was killed', async () => {
    const home = labHome();
    const file = join(home.folder, 'lab.env');
    const lab = await standing(home, ['--write-env', file]);
    process.kill(lab.pid, 'SIGKILL');
    await leftIn(home);
    const kinds = async () => {
      const { things }: DownReport = JSON.parse((await down(home, '--dry-run', '--json')).stdout);
      return things.map(({ kind, outcome }) => [kind, outcome]);
    };
    expect(await kinds()).toEqual([
      ['data', 'would-end'],
      ['file', 'would-end'],
    ]);
    rmSync(file);
    expect(await kinds()).toEqual([['data', 'would-end']]);
    expect((await down(home, '--yes')).code).toBe(0);
  });

  test('a lab that is killed as it writes it leaves no password of which nobody knows', async () => {
    const home = labHome();
    const file = join(home.folder, 'lab.env');
    const up = startUp(home, ['--write-env', file], {
      env: {
        USER_PASSWORD: '',
        NODE_OPTIONS: `--require ${KILLED_AFTER_WRITING}`,
        KILLED_AFTER_WRITING: file,
      },
    });
    expect((await up.ended).code).not.toBe(0);
    await leftIn(home);
    expect(readFileSync(file, 'utf8')).toMatch(/^USER_PASSWORD=.+$/m);
    expect((await down(home, '--yes')).stdout).toContain(`ended      ${file}`);
    expect(existsSync(file)).toBe(false);
  });
}
