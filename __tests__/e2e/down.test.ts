import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { markOfProcess, type ProcessMark, processMark } from '../../services/machine/process-mark.ts';
import type { DownReport } from '../../src/down/report.ts';
import { namedFile, writeNamedFile } from '../../src/standing/env-file.ts';
import { LAB_SCHEMA, type StandingLab } from '../../src/standing/standing-lab.ts';
import { VERSION } from '../../src/version.ts';
import { clearAll, run, start } from './program.ts';
import { down, EMBEDDED, endAll, labHome, leftIn, passingIn, pidOf, standing, stateOf } from './standing.ts';
import { isListening } from './world.ts';

const NAME = (index: number) => `2026-11-24T16-13-07-12${index}Z-a1B2c3`;

// On Windows there is no signal to end a lab by.
if (process.platform === 'linux') {
  const others: ChildProcess[] = [];
  afterEach(async () => {
    await clearAll();
    for (const child of others.splice(0)) child.kill('SIGKILL');
    await endAll();
  });

  test('a lab whose process was killed, and whose parts hang: down says what is left, ends it, and leaves the record', async () => {
    const home = labHome();
    const file = join(home.folder, 'lab.env');
    const lab = await standing(home, ['--write-env', file], { env: { USER_PASSWORD: '' } });
    const hanging = [pidOf(lab, 'mcp'), pidOf(lab, 'stack')];
    for (const pid of hanging) process.kill(pid, 'SIGSTOP');
    process.kill(lab.pid, 'SIGKILL');

    const dry = await down(home, '--dry-run', '--json');
    const things: DownReport['things'] = JSON.parse(dry.stdout).things;
    expect(things.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['process', 'would-end'],
      ['process', 'would-end'],
      ['data', 'would-end'],
      ['file', 'would-end'],
    ]);
    expect(things.map(({ what }) => what)).toEqual([
      ...hanging.map((pid) => `process ${pid}`),
      `stack, processes.ndjson, lab.env, lab.json, owner.json in ${lab.folder}`,
      file,
    ]);
    // Nothing was done yet.
    expect(passingIn(lab.folder)).toHaveLength(5);

    const unasked = await down(home);
    expect(unasked).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
    expect(unasked.stdout).toMatch(new RegExp(`^This would be ended:\\n.*process ${hanging[0]}`));
    expect((await down(home, '--dry-run')).stdout).toBe(unasked.stdout);
    expect(passingIn(lab.folder)).toHaveLength(5);

    expect(await down(home, '--yes')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^This is ended:\n/) });
    expect(await leftIn(home)).toEqual([]);
    expect(passingIn(lab.folder)).toEqual([]);
    expect(existsSync(file)).toBe(false);
    expect(await down(home, '--yes')).toMatchObject({ code: 0, stdout: 'There is nothing to end.\n' });
  });

  test('beside a lab that somebody sits at, and a lesson that runs, it ends the standing one alone', async () => {
    const home = labHome();
    const kept = start(['--ci', '--keep', '--json', '--only', '1b', ...EMBEDDED], { home });
    await kept.sees(/keeps running/);
    const lesson = start(['--ci', '--json', ...EMBEDDED], { home });
    await lesson.event('step-started', ({ step }) => step === '2.1');
    const lab = await standing(home);
    const ended = await down(home, '--yes', '--all');
    expect(ended.code).toBe(0);
    expect(ended.stdout).toContain(`ended      the lab of run ${lab.run}`);
    expect(ended.stdout).toMatch(new RegExp(`run .*it goes on \\(process ${kept.pid}\\)`));
    const ready = kept.events().findLast((event) => event.type === 'part' && event.state.status === 'ready');
    expect(await isListening(Number(new URL((ready?.type === 'part' && ready.state.url) || 'http://x').port))).toBe(
      true,
    );
    expect((await lesson.ended).code).toBe(0);
    kept.kill('SIGINT');
    expect((await kept.ended).code).toBe(0);
    expect(await leftIn(home)).toEqual([]);
  });

  test('several at once end one lab in its own order, and none of them fails', async () => {
    const home = labHome();
    const lab = await standing(home);
    const all = await Promise.all([down(home, '--yes'), down(home, '--yes'), down(home, '--yes')]);
    expect(all.map(({ code, stderr }) => [code, stderr.replaceAll(/^Another .*\n/gm, '')])).toEqual(
      all.map(() => [0, '']),
    );
    expect(passingIn(lab.folder)).toEqual([]);
    expect(await leftIn(home)).toEqual([]);
    expect(readdirSync(stateOf(home))).toEqual(['runs']);
  });

  test('what another one has ended while this one waited is said to be gone', async () => {
    const home = labHome();
    mkdirSync(stateOf(home), { recursive: true, mode: 0o700 });
    const file = join(stateOf(home), `progress.json.${2 ** 22 + 1}`);
    writeFileSync(file, '{');
    const lock = join(stateOf(home), 'down.lock');
    writeFileSync(lock, JSON.stringify(markOfProcess((await sleeper()).pid ?? 0)));
    const second = start(['down', '--yes'], { home });
    await second.sees(/this one waits for it/);
    rmSync(file);
    rmSync(lock);
    expect((await second.ended).code).toBe(0);
    expect(second.stdout).toMatch(
      new RegExp(`^This is ended:\\n  file .*\\ngone       ${file}; it was ended meanwhile\\n$`),
    );
  });

  test('what only looks like ours is left: links, marks that are none, numbers used anew, other users; what is of another boot has ended', async () => {
    const home = labHome();
    const runs = join(stateOf(home), 'runs');
    const mark = processMark();
    const bystander = await sleeper();
    const theirs = markOfProcess(bystander.pid ?? 0);
    const folders = {
      garbage: forged(runs, 0, '{"pid": 1'),
      reused: forged(runs, 1, { ...theirs, began: '1' }),
      otherBoot: forged(runs, 2, { ...theirs, boot: 'a boot before this one' }),
      otherMachine: forged(runs, 3, { ...theirs, machine: 'elsewhere 1234' }),
      otherUser: forged(runs, 4, { ...theirs, boot: 'a boot before this one' }),
      garbageLab: forged(runs, 5, mark, 'lab: yes'),
      wrongPlace: forged(runs, 6, { ...theirs, boot: 'a boot before this one' }, { ...labOf(theirs), folder: '/etc' }),
    };
    if (process.getuid?.() === 0) chownSync(folders.otherUser, 12345, 12345);
    else folders.otherUser = folders.garbage;
    const outside = forged(join(home.folder, 'elsewhere'), 7, { ...theirs, boot: 'a boot before this one' });
    symlinkSync(outside, join(runs, NAME(7)));
    // A process of another run's, whose number was used anew.
    writeFileSync(
      join(folders.otherBoot, 'processes.ndjson'),
      `${JSON.stringify({ ...theirs, began: '1' })}\nnonsense\n`,
    );

    const { code, stdout, stderr } = await down(home, '--yes', '--all');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(bystander.exitCode ?? bystander.signalCode).toBeNull();
    const whole = ['owner.json', 'stack'];
    const asTheyWere = [folders.garbage, folders.otherMachine, folders.otherUser, folders.garbageLab, outside];
    for (const folder of asTheyWere) expect(passingIn(folder)).toEqual(expect.arrayContaining(whole));
    for (const folder of [folders.reused, folders.otherBoot, folders.wrongPlace]) expect(passingIn(folder)).toEqual([]);
    expect(stdout).toMatch(/does not say whose it is/);
    expect(stdout).toMatch(/of another machine, elsewhere/);
    expect(stdout).toMatch(new RegExp(`it goes on \\(process ${process.pid}\\)`));
  });

  test('a lab that does not end in time stays, with the file that was named for it, which is said, with exit code 124', async () => {
    const home = labHome();
    const stubborn = await sleeper("process.on('SIGTERM', () => {});");
    const mark = markOfProcess(stubborn.pid ?? 0);
    const named = namedFile(join(home.folder, 'named.env'), 'A=1\n');
    await writeNamedFile(named, 'A=1\n');
    const lab = { ...labOf(mark), namedFile: named };
    const folder = forged(join(stateOf(home), 'runs'), 0, mark, (at) => ({ ...lab, folder: at }));
    const ended = await down(home, '--yes', '--timeout', '500ms');
    expect(ended.code).toBe(124);
    expect(ended.stdout).toMatch(new RegExp(`^STAYS +the lab of run ${NAME(0)}.* By hand: kill ${stubborn.pid}$`, 'm'));
    expect(readdirSync(folder)).toContain('owner.json');
    expect(ended.stdout).toContain(`STAYS      ${named.path}: the lab of run ${NAME(0)} has not ended.`);
    expect(existsSync(named.path)).toBe(true);
  });

  test('sockets of labs that are gone, locks and half-written files of processes that are gone are ended; those of others are left', async () => {
    const home = labHome();
    const state = stateOf(home);
    const labs = join(state, 'labs');
    mkdirSync(labs, { recursive: true, mode: 0o700 });
    const living = await sleeper(listenOn(join(labs, '1.sock')));
    const gone = await sleeper(listenOn(join(labs, '2.sock')));
    const mark = markOfProcess(gone.pid ?? 0);
    gone.kill('SIGKILL');
    await once(gone, 'exit');
    mkdirSync(join(state, 'containers'), { mode: 0o700 });
    const files = {
      lock: join(state, 'up.lock'),
      half: join(state, `progress.json.${mark.pid}`),
      used: join(state, 'containers', `abc.${NAME(0)}.json`),
    };
    writeFileSync(files.lock, JSON.stringify(mark));
    writeFileSync(files.half, '{');
    writeFileSync(files.used, JSON.stringify({ session: 'x', owner: mark }));
    const mine = [
      join(state, 'progress.json'),
      join(state, `progress.json.${living.pid}`),
      join(state, 'containers', 'def.x.json'),
    ];
    for (const file of mine) writeFileSync(file, JSON.stringify({ session: 'y', owner: processMark() }));

    const { code, stdout } = await down(home, '--yes', '--json');
    expect(code).toBe(0);
    const things: DownReport['things'] = JSON.parse(stdout).things;
    expect(things.map(({ id, outcome }) => `${outcome} ${id}`).toSorted()).toEqual(
      [join(labs, '2.sock'), ...Object.values(files)].map((file) => `ended ${file}`).toSorted(),
    );
    expect(readdirSync(labs)).toEqual(['1.sock']);
    for (const file of mine) expect(existsSync(file)).toBe(true);
  });

  test('many things are ended at once, without a word on standard error', async () => {
    const home = labHome();
    mkdirSync(stateOf(home), { recursive: true, mode: 0o700 });
    // Numbers that no process has: Linux gives none above 2^22.
    const files = Array.from({ length: 15 }, (_, at) => join(stateOf(home), `progress.json.${2 ** 22 + 1 + at}`));
    for (const file of files) writeFileSync(file, '{');
    expect(await down(home, '--yes')).toMatchObject({ code: 0, stderr: '' });
    expect(files.filter((file) => existsSync(file))).toEqual([]);
  });

  test('--quiet says only what could not be ended, and asks nobody', async () => {
    const home = labHome();
    mkdirSync(stateOf(home), { recursive: true, mode: 0o700 });
    const file = join(stateOf(home), `progress.json.${2 ** 22 + 1}`);
    writeFileSync(file, '{');
    expect(await run(['down', '--quiet'], { home })).toMatchObject({ code: 2, stdout: '' });
    expect(await down(home, '--yes', '--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(file)).toBe(false);
    const stubborn = await sleeper("process.on('SIGTERM', () => {});");
    const mark = markOfProcess(stubborn.pid ?? 0);
    forged(join(stateOf(home), 'runs'), 0, mark, (at) => ({ ...labOf(mark), folder: at }));
    const ended = await down(home, '--yes', '--quiet', '--timeout', '500ms');
    expect(ended.code).toBe(124);
    expect(ended.stdout).toMatch(new RegExp(`^STAYS +the lab of run ${NAME(0)}.*\\n$`));
  });

  test.each([[['--yes']], [['--yes', '--json']], [['--yes', '--all', '--quiet']]])(
    'TUTORIAL_TUI_DRY_RUN makes a dry run of down %j',
    async (args) => {
      const home = labHome({ TUTORIAL_TUI_DRY_RUN: '1' });
      mkdirSync(stateOf(home), { recursive: true, mode: 0o700 });
      const file = join(stateOf(home), `progress.json.${2 ** 22 + 1}`);
      writeFileSync(file, '{');
      const dry = await down(home, ...args);
      expect(dry.code).toBe(0);
      expect(dry.stderr).toBe('note: The variable TUTORIAL_TUI_DRY_RUN is set: nothing is ended.\n');
      if (args.includes('--json')) expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true });
      else expect(dry.stdout).toContain(args.includes('--quiet') ? '' : 'This would be ended:');
      expect(existsSync(file)).toBe(true);
      expect((await run(['down', ...args], { home, env: { TUTORIAL_TUI_DRY_RUN: '0' } })).code).toBe(0);
      expect(existsSync(file)).toBe(false);
    },
  );

  test('--json asks nobody, and so wants --yes or --dry-run', async () => {
    const home = labHome();
    const { code, stdout } = await run(['down', '--json'], { home });
    expect([code, JSON.parse(stdout).exitCode]).toEqual([2, 2]);
  });

  /** A process that sleeps, after what it is told to do, and can be ended by nobody but its number. */
  async function sleeper(script = ''): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['-e', `${script} setInterval(() => {}, 1e6); console.log('ready');`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    others.push(child);
    if (child.stdout) await once(child.stdout, 'data');
    return child;
  }
}

function listenOn(path: string): string {
  return `require('node:net').createServer().listen(${JSON.stringify(path)});`;
}

/** A folder that has the form of a run's. */
function forged(
  runs: string,
  index: number,
  owner: ProcessMark | string,
  lab?: StandingLab | string | ((folder: string) => StandingLab),
): string {
  const folder = join(runs, NAME(index));
  mkdirSync(join(folder, 'stack'), { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'run.log'), '');
  writeFileSync(join(folder, 'owner.json'), typeof owner === 'string' ? owner : JSON.stringify(owner));
  const written = typeof lab === 'function' ? lab(folder) : lab;
  if (written !== undefined)
    writeFileSync(join(folder, 'lab.json'), typeof written === 'string' ? written : JSON.stringify(written));
  return folder;
}

function labOf({ pid }: ProcessMark): StandingLab {
  return {
    schema: LAB_SCHEMA,
    run: NAME(0),
    folder: '',
    state: 'standing',
    pid,
    since: new Date().toISOString(),
    version: VERSION,
    parts: [],
    variables: {},
    ended: [],
  };
}
