import { USER_NAME, USER_PASSWORD } from './kept-lab.ts';
import { clearAll, start } from './program.ts';
import { down, endAll, labHome, leftIn, passingIn, standing } from './standing.ts';
import { isListening } from './world.ts';

const ENV = { USER_NAME, USER_PASSWORD };

// On Windows there is no signal to end a lab by.
if (process.platform === 'linux') {
  afterEach(async () => {
    await clearAll();
    await endAll();
  });

  test('a lab that a run uses stays, which is said, until the run is over; --all ends it all the same', async () => {
    const home = labHome();
    const lab = await standing(home);
    const { ISSUER = '', IDENTITY_URL = '' } = lab.variables;
    const lesson = start(['--ci', '--keep', '--only', '1b', '--idp', ISSUER, '--ollama', 'none'], { home, env: ENV });
    await lesson.sees(/keeps running/);

    const left = await down(home, '--yes');
    expect(left).toMatchObject({ code: 0, stderr: '' });
    const uses = `run \\S+ uses it; --all ends it, too$`;
    expect(left.stdout).toMatch(/^There is nothing to end\.\nThis stays:\n/);
    expect(left.stdout).toMatch(new RegExp(`^  lab +the lab of run ${lab.run} .*; ${uses}`, 'm'));
    expect(await isListening(Number(new URL(IDENTITY_URL).port))).toBe(true);

    const dry = await down(home, '--dry-run', '--all');
    expect(dry.stdout).toMatch(/^This would be ended:\n {2}lab .*; run \S+ uses it\n/);
    expect((await down(home, '--yes', '--all')).code).toBe(0);
    expect(passingIn(lab.folder)).toEqual([]);
    expect(await isListening(Number(new URL(IDENTITY_URL).port))).toBe(false);
    lesson.kill('SIGINT');
    expect((await lesson.ended).code).toBe(0);
    expect(await leftIn(home)).toEqual([]);
  });

  test('when the run is over, the lab is ended without more words', async () => {
    const home = labHome();
    const lab = await standing(home);
    const { ISSUER = '' } = lab.variables;
    const lesson = start(['--ci', '--only', '1b', '--idp', ISSUER, '--ollama', 'none'], { home, env: ENV });
    expect((await lesson.ended).code).toBe(0);
    expect(await down(home, '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`ended      the lab of run ${lab.run}`),
    });
    expect(await leftIn(home)).toEqual([]);
  });
}
