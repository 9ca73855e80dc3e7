import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markOfProcess, processMark } from '../../../../services/machine/process-mark.ts';
import { thingsOfDeadRun } from '../../../../src/down/things-of-run.ts';
import { type NamedFile, namedFile, writeNamedFile } from '../../../../src/standing/env-file.ts';
import { writeLab } from '../../../../src/standing/lab-file.ts';
import { LAB_SCHEMA, type StandingLab } from '../../../../src/standing/standing-lab.ts';

const NAME = '2026-11-24T16-13-07-123Z-a1B2c3';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "Ada's $(home) "));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

if (process.platform !== 'win32') {
  test('what a person is told to type takes away what is left, whatever the folder is called, and leaves the record', async () => {
    const folder = join(home, NAME);
    mkdirSync(join(folder, 'stack'), { recursive: true });
    for (const file of ['events.ndjson', 'owner.json', 'lab.env', 'stack/registry.json'])
      writeFileSync(join(folder, file), '{}');
    const [thing, ...others] = await thingsOfDeadRun({ name: NAME, folder, owner: 'unclear' });
    expect(others).toEqual([]);
    execFileSync('sh', ['-c', thing?.byHand ?? 'false']);
    expect(readdirSync(folder)).toEqual(['events.ndjson']);
    expect(readdirSync(home)).toEqual([NAME]);
  });

  test.each([
    ['as it was written', 'A=1\n', [['file', true]]],
    ['changed', 'A=2\n', [['file', false]]],
    ['gone', undefined, []],
  ] as const)(
    'of a killed lab the named file of variables is ended where it is as it was written: %s',
    async (_, text, files) => {
      const folder = join(home, NAME);
      mkdirSync(folder);
      const file = namedFile(join(home, 'lab.env'), 'A=1\n');
      await writeLab(killedLab(folder, file));
      if (text !== undefined) writeFileSync(file.path, text);
      const things = await thingsOfDeadRun({ name: NAME, folder, owner: 'unclear' });
      expect(things.map(({ kind, end }) => [kind, end !== undefined])).toEqual([['data', true], ...files]);
      for (const { end } of things) await end?.(new AbortController().signal);
      expect(readdirSync(folder)).toEqual([]);
      for (const { end, byHand = 'false' } of things.slice(1)) if (!end) execFileSync('sh', ['-c', byHand]);
      expect(readdirSync(home)).toEqual([NAME]);
    },
  );

  test('what somebody changes of it at the last moment stays, too', async () => {
    const folder = join(home, NAME);
    mkdirSync(folder);
    const file = namedFile(join(home, 'lab.env'), 'A=1\n');
    await writeNamedFile(file, 'A=1\n');
    await writeLab(killedLab(folder, file));
    const things = await thingsOfDeadRun({ name: NAME, folder, owner: 'unclear' });
    writeFileSync(file.path, 'A=2\n');
    await expect(things[1]?.end?.(new AbortController().signal)).rejects.toThrow('changed');
    expect(readdirSync(home).toSorted()).toEqual([NAME, 'lab.env'].toSorted());
  });
}

function killedLab(folder: string, file: NamedFile): StandingLab {
  return {
    schema: LAB_SCHEMA,
    run: NAME,
    folder,
    state: 'standing',
    pid: 1,
    since: new Date().toISOString(),
    version: '1.0.0',
    parts: [],
    variables: {},
    namedFile: file,
    ended: [],
  };
}

if (process.platform === 'linux') {
  let child: ChildProcess | undefined;
  afterEach(() => void child?.kill('SIGKILL'));

  test('of its processes, the one that surely is its own is ended, though it hangs; no other is spoken of', async () => {
    child = spawn(
      process.execPath,
      ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1e6); console.log()"],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    if (child.stdout) await once(child.stdout, 'data');
    const exit = once(child, 'exit');
    const mark = markOfProcess(child.pid ?? 0);
    const folder = join(home, NAME);
    mkdirSync(folder);
    const marks = [
      { ...processMark(), began: '1' },
      { ...processMark(), began: '' },
      { ...mark, boot: 'before' },
      mark,
    ];
    const lines = [...marks.map((each) => JSON.stringify(each)), 'nonsense', ''];
    writeFileSync(join(folder, 'processes.ndjson'), lines.join('\n'));
    const things = await thingsOfDeadRun({ name: NAME, folder, owner: 'unclear' });
    expect(things.map(({ kind, what }) => [kind, what])).toEqual([
      ['process', `process ${child.pid}`],
      ['data', `processes.ndjson in ${folder}`],
    ]);
    await things[0]?.end?.(new AbortController().signal);
    expect((await exit)[1]).toBe('SIGKILL');
  });
}
