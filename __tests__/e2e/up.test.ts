import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CourseLab } from '../../steps/course-lab.ts';
import { courseLab } from '../course-lab.ts';
import { LESSON } from '../lesson.ts';
import { logIn, USER_NAME, USER_PASSWORD } from './kept-lab.ts';
import { BIN, clearAll, run } from './program.ts';
import {
  down,
  EMBEDDED,
  endAll,
  isPrivate,
  labHome,
  labIn,
  leftIn,
  passingIn,
  pidOf,
  standing,
  startUp,
  stateOf,
} from './standing.ts';
import { emptied, freePorts, isListening, occupy, processesOf } from './world.ts';

/** Of chapter 1, all that is asked of a lab whose parts are there. */
const BY_HAND = ['1a', '1b', '2a', '2b', '3a', '3b'];

// On Windows there is neither a session of its own nor a signal to end it by.
if (process.platform === 'linux') {
  afterEach(async () => {
    await clearAll();
    await endAll();
  });

  test('a lab stands when the program has ended: commands by hand, tool and verify work with its variables, and down ends it', async () => {
    const home = labHome();
    const up = startUp(home);
    expect((await up.ended).code).toBe(0);
    expect(up.stderr).toMatch(/✓ 2b {2}Tool group/);
    const file = /^variables +(\S+)$/m.exec(up.stdout)?.[1] ?? '';
    expect(isPrivate(file)).toBe(true);
    const lab = labIn(await run(['up', '--json'], { home }));
    expect(lab).toMatchObject({ started: false, state: 'standing', envFile: file });
    // It is its own session: closing the terminal does not reach it.
    expect(readFileSync(`/proc/${lab.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[3]).toBe(String(lab.pid));
    const inShell = (script: string) => {
      const text = `set -eu; set -a; . ${file}; set +a\n${script}`;
      const env = { PATH: process.env.PATH, ...home.env, USER_PASSWORD };
      return spawnSync('bash', ['-c', text], { env, encoding: 'utf8' });
    };

    const known: Pick<CourseLab, 'issuer' | 'program' | 'url'> = {
      issuer: lab.variables.ISSUER ?? '',
      program: `'${process.execPath}' '${BIN}'`,
      url: (part) => lab.variables[`${part.toUpperCase()}_URL`] ?? '',
    };
    const commands = LESSON.filter(({ id }) => BY_HAND.includes(id)).flatMap((step) =>
      step.byHand(courseLab(known), 'posix').filter(({ kind }) => kind === 'request'),
    );
    const byHand = inShell(commands.map(({ text }) => text).join('\n'));
    expect(byHand).toMatchObject({ status: 0, stderr: '' });
    expect(byHand.stdout).toMatch(/401 Unauthorized[\s\S]*Hello, world!.*"error_code":0/);

    const program = `${known.program}`;
    const tool = inShell(
      `export ACCESS_TOKEN=$(curl -sf -d grant_type=password -d username="$USER_NAME" --data-urlencode "password=$USER_PASSWORD" \
        -d client_id="$CLIENT_ID" -d scope="$SCOPE" "$TOKEN_ENDPOINT" | ${process.execPath} -p 'JSON.parse(fs.readFileSync(0)).access_token')
      ${program} tool invoke --stack "$STACK_URL" --url "$TOOL_URL" --mcp-endpoint "$MCP_URL/sse"`,
    );
    expect(tool).toMatchObject({ status: 0 });
    expect(tool.stdout).toContain('Hello, world!');
    const verified = inShell(
      `${program} verify --idp "$ISSUER" --tool "$TOOL_URL" --mcp "$MCP_URL" --stack "$STACK_URL" --wait-for-expiry 1ms`,
    );
    expect(verified).toMatchObject({ status: 0 });

    // What a shell makes of the file, an engine makes of it as well, which takes each line as it stands.
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const asShell = inShell('env -0').stdout.split('\0');
    expect(lines).toEqual(Object.entries(lab.variables).map(([name, value]) => `${name}=${value}`));
    expect(asShell).toEqual(expect.arrayContaining(lines));
    expect(home.written()).not.toContain(USER_PASSWORD);

    expect(await down(home, '--yes')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`ended      the lab of run ${lab.run}`),
    });
    expect(await leftIn(home)).toEqual([]);
    expect(passingIn(lab.folder)).toEqual([]);
  });

  test('a password that is made stands in the file that was named, for this user alone, and nowhere else; down removes it', async () => {
    const home = labHome();
    const file = join(home.folder, 'my lab.env');
    const lab = await standing(home, ['--write-env', file], { env: { USER_PASSWORD: '' } });
    expect(isPrivate(file)).toBe(true);
    const password = /^USER_PASSWORD=(.+)$/m.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    expect((await logIn(lab.variables.ISSUER ?? '', password)).accessToken).toMatch(/^eyJ/);
    expect(home.written().split(password)).toHaveLength(2);
    expect(readFileSync(lab.envFile ?? '', 'utf8')).not.toContain(password);

    // Nothing that is there is written over; and where a lab stands, nothing is written at all.
    const before = readFileSync(file, 'utf8');
    expect(await startUp(home, ['--another', '--write-env', file]).ended).toMatchObject({ code: 2 });
    expect(await startUp(home, ['--write-env', file]).ended).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toBe(before);
    const other = startUp(home, ['--write-env', join(home.folder, 'other.env')]);
    expect((await other.ended).code).toBe(2);
    expect(other.stderr).toMatch(/A lab stands already, .*other\.env was not written/);
    expect(existsSync(join(home.folder, 'other.env'))).toBe(false);

    // It is named, before and after, in words and in JSON.
    const dry = await down(home, '--dry-run', '--json');
    expect(JSON.parse(dry.stdout).things).toMatchObject([
      { kind: 'lab', id: lab.run, outcome: 'would-end' },
      { kind: 'file', id: file, what: file, outcome: 'would-end' },
    ]);
    expect(existsSync(file)).toBe(true);
    const ended = await down(home, '--yes');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain(`  file       ${file}; it goes with the lab of run ${lab.run}\n`);
    expect(ended.stdout).toMatch(new RegExp(`^ended      ${file}$`, 'm'));
    expect(existsSync(file)).toBe(false);
    expect(await leftIn(home)).toEqual([]);
  });

  test('without a password, and without a file to write one into, nothing is begun', async () => {
    const home = labHome();
    const up = await run(['up', ...EMBEDDED], { home });
    expect(up).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('--write-env FILE') });
    expect(await leftIn(home)).toEqual([]);
  });

  test('a file that cannot be written, and a run without a folder, are refused before anything starts', async () => {
    const home = labHome();
    const blocked = join(home.folder, 'a-file');
    writeFileSync(blocked, '');
    const places = { XDG_STATE_HOME: blocked, HOME: blocked, TMPDIR: blocked };
    const refused = [
      {
        up: startUp(home, ['--write-env', join(home.folder, 'nodir', 'x.env')]),
        code: 2,
        says: /There is no folder .*nodir\./,
      },
      { up: startUp(home, ['--write-env', join(blocked, 'x.env')]), code: 2, says: /There is no folder .*a-file\./ },
      { up: startUp(home, [], { env: places }), code: 6, says: /No folder can be written[\s\S]*next .*XDG_STATE_HOME/ },
    ];
    for (const { up, code, says } of refused) {
      expect((await up.ended).code).toBe(code);
      expect(up.stdout).toBe('');
      expect(up.stderr).toMatch(says);
      expect(up.stderr).not.toMatch(/1a|proved/);
    }
    expect(await leftIn(home)).toEqual([]);
  });

  test('where a part does not start, the error and the exit code are the lesson’s, and nothing is left', async () => {
    const home = labHome();
    const [port = 0] = await freePorts(1);
    const taken = await occupy(port);
    const lesson = await run(['--ci', '--only', '1b', ...EMBEDDED, '--port-tool', String(port)], { home });
    const up = startUp(home, ['--port-tool', String(port), '--write-env', join(home.folder, 'x.env')]);
    const { code } = await up.ended;
    await taken.release();
    expect(code).toBe(lesson.code);
    const error = /^error: .*$/m.exec(lesson.stderr)?.[0] ?? 'none';
    expect(up.stderr).toContain(error);
    expect(await leftIn(home)).toEqual([]);
    expect(existsSync(join(home.folder, 'x.env'))).toBe(false);
    expect(readdirSync(stateOf(home))).toEqual(['runs']);
  });

  test('of two that are asked for at once, the second one tells of the first one’s lab; --another starts one beside it', async () => {
    const home = labHome();
    const both = [startUp(home, ['--json']), startUp(home, ['--json'])];
    for (const { ended } of both) expect((await ended).code).toBe(0);
    const [first, second] = both.map(labIn);
    expect(second?.run).toBe(first?.run);
    expect([first?.started, second?.started].toSorted()).toEqual([false, true]);
    const another = await standing(home, ['--another']);
    expect(another.run).not.toBe(first?.run);
    const ended = await down(home, '--yes', '--json');
    expect(JSON.parse(ended.stdout).things).toMatchObject([
      { kind: 'lab', id: first?.run, outcome: 'ended' },
      { kind: 'lab', id: another.run, outcome: 'ended' },
    ]);
    expect(await leftIn(home)).toEqual([]);
  });

  test.each([
    ['SIGKILL', null],
    ['SIGINT', 130],
    ['SIGHUP', 130],
  ] as const)('%s of up while a part starts: no lab stands, and nothing is left', async (signal, code) => {
    const home = labHome();
    const up = startUp(home);
    await up.sees(/… 1b/);
    up.kill(signal);
    expect((await up.ended).code).toBe(code);
    expect(await leftIn(home)).toEqual([]);
    expect((await down(home, '--dry-run')).stdout).toMatch(
      signal === 'SIGKILL' ? /up\.lock; the process/ : /nothing to end/,
    );
  });

  test('a part that ends meanwhile is on record: up says so, with exit code 5, and down, which ends the rest', async () => {
    const home = labHome();
    const lab = await standing(home);
    process.kill(pidOf(lab, 'tool'), 'SIGKILL');
    await emptied(async () =>
      readFileSync(join(lab.folder, 'lab.json'), 'utf8').includes('SIGKILL') ? [] : ['not on record'],
    );
    const again = startUp(home);
    expect((await again.ended).code).toBe(5);
    expect(again.stdout).toMatch(/^ENDED +tool, .*SIGKILL\. The lab is not whole any more\.$/m);
    const ended = await down(home, '--yes');
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/tool has ended at 20/) });
    expect(await leftIn(home)).toEqual([]);
  });

  test('--ci --keep --detach is the same; what was chosen is proved, and --detach alone is a wrong command line', async () => {
    const home = labHome();
    const env = { USER_NAME, USER_PASSWORD };
    const up = await run(['--ci', '--keep', '--detach', '--json', '--only', '1b', ...EMBEDDED], { home, env });
    expect(up.code).toBe(0);
    const lab = labIn(up);
    expect(lab.parts.map(({ name }) => name)).toEqual(['identity', 'tool']);
    expect(await isListening(Number(new URL(lab.variables.TOOL_URL ?? '').port))).toBe(true);
    expect((await run(['--detach'], { home })).code).toBe(2);
    const inRuns = 'standing lab, 1b: proved, 1 of 1 steps proved';
    expect((await run(['runs'], { home })).stdout).toContain(`${inRuns}; its lab still runs\n`);
    expect((await down(home, '--yes')).code).toBe(0);
    expect((await run(['runs'], { home })).stdout).toContain(`${inRuns}\n`);
    expect(await leftIn(home)).toEqual([]);
  });

  test('a file of variables that holds what no shell takes as it is leaves it out, and says so', async () => {
    const home = labHome();
    const lab = await standing(home, ['--user', "o'brien & co"]);
    expect(readFileSync(lab.envFile ?? '', 'utf8')).toMatch(/^# USER_NAME is left out/m);
    expect((await down(home, '--yes')).code).toBe(0);
    writeFileSync(join(home.folder, 'checked'), '');
    expect(processesOf(home)).toEqual([]);
  });
}
