import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMachine } from './machine.ts';
import { clearAll, run } from './program.ts';

/** The command `export`: which files it writes, for whom, and over what it does not write. */
let scratch: string;
let folder: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tutorial-tui-export-'));
  folder = join(scratch, 'lab');
});
afterEach(async () => {
  await clearAll();
  rmSync(scratch, { recursive: true });
});

const exported = (...args: readonly string[]) => run(['export', 'compose', '--output', folder, ...args]);
const text = (path: string) => readFileSync(join(folder, path), 'utf8');
const modeOf = (path: string) => (statSync(join(folder, path)).mode & 0o777).toString(8);

test('its options may stand in the environment, over which the command line wins', async () => {
  const env = { TUTORIAL_TUI_OUTPUT: folder, TUTORIAL_TUI_LEARNERS: '3', TUTORIAL_TUI_IMAGE: 'of/class:1' };
  const { code, stderr } = await run(['export', 'compose', '--learners', '2'], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(text('learners.csv').trimEnd().split('\n')).toHaveLength(3);
  expect(text('compose.yaml')).toContain('of/class:1');
});

test('a class’s lab: its secrets are its owner’s alone, and the image has the very program', async () => {
  const { code, stdout, stderr } = await exported('--learners', '12');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(readdirSync(folder).toSorted()).toEqual([
    '.env',
    '.gitignore',
    '.tutorial-tui-export.json',
    'compose.yaml',
    'image',
    'learners.csv',
    'realm.json',
    'tutorial-tui.config.json',
  ]);
  expect(['.env', 'learners.csv', 'realm.json', 'compose.yaml'].map(modeOf)).toEqual(['600', '600', '644', '644']);
  expect(text('learners.csv').trimEnd().split('\n')).toHaveLength(13);
  for (const line of text('.env').trimEnd().split('\n')) expect(stdout).not.toContain(line.split('=')[1]);
  expect(stdout).toContain('docker compose up --build --wait');
  const bin = new URL('../../dist/bin.js', import.meta.url);
  expect(text('image/dist/bin.js')).toBe(readFileSync(bin, 'utf8'));
  expect(text('image/Containerfile')).toMatch(/^FROM node:22-slim$/m);
  expect(text('image/Containerfile')).toMatch(/^USER 1000:1000$/m);
});

test('again into the same folder: passwords stay, and what changed is said', async () => {
  await exported('--learners', '2');
  const [passwords, table] = [text('.env'), text('learners.csv')];
  expect((await exported('--learners', '2')).stdout).toMatch(/: \d+ files as before\./);
  const { stdout } = await exported('--learners', '3');
  expect(stdout).toContain('realm.json, .env, learners.csv changed');
  expect(text('.env').startsWith(passwords)).toBe(true);
  expect(text('learners.csv').startsWith(table)).toBe(true);
});

test('of a class that grows smaller, and larger again, nobody’s password changes', async () => {
  await exported('--learners', '4');
  const table = text('learners.csv');
  await exported('--learners', '2');
  expect(text('learners.csv').trimEnd().split('\n')).toEqual(table.split('\n').slice(0, 3));
  await exported('--learners', '4');
  expect(text('learners.csv')).toBe(table);
});

// Only root can make a disk that is full.
if (process.getuid?.() === 0) {
  test('a disk that was full: it goes on with what stands there, and nothing half-written is left', async () => {
    mkdirSync(folder);
    const machine = await openMachine('127.0.0.1 localhost\n', `mount -t tmpfs -o size=1m tmpfs ${folder}`);
    const inside = (...command: readonly string[]) => {
      const [first = '', ...others] = [...machine.within, ...command];
      return execFileSync(first, others, { encoding: 'utf8' });
    };
    try {
      const full = await run(['export', 'compose', '--output', folder], { within: machine.within });
      expect(full).toMatchObject({ code: 6, stderr: expect.stringMatching(/ENOSPC/) });
      const secrets = inside('cat', join(folder, '.env'));
      expect(inside('find', folder, '-name', '*.new')).toBe('');
      inside('mount', '-o', 'remount,size=64m', folder);
      const again = await run(['export', 'compose', '--output', folder], { within: machine.within });
      expect(again).toMatchObject({ code: 0, stderr: '' });
      expect(inside('cat', join(folder, '.env'))).toBe(secrets);
      const third = await run(['export', 'compose', '--output', folder], { within: machine.within });
      expect(third.stdout).toMatch(/: \d+ files as before\./);
    } finally {
      await machine.close();
    }
  });
}

if (process.platform !== 'win32') {
  test('where fewer files may be open than the program has', async () => {
    const within = ['sh', '-c', 'ulimit -n 100; exec "$0" "$@"'];
    const { code, stderr } = await run(['export', 'compose', '--output', folder], { within });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(readdirSync(join(folder, 'image/dist')).length).toBeGreaterThan(100);
  });
}

test('into a folder with a blank in its name: each command that is told is one for a shell', async () => {
  folder = join(scratch, 'a b');
  const { stdout } = await exported();
  const [, words = ''] = /^ {2}tutorial-tui --config (.*)$/m.exec(stdout) ?? [];
  expect(execFileSync('sh', ['-c', `cat ${words}`], { encoding: 'utf8' })).toBe(text('tutorial-tui.config.json'));
});

test('what somebody has changed is not written over, unless that is said; what it would not change is left', async () => {
  await exported();
  appendFileSync(join(folder, 'compose.yaml'), '# mine\n');
  const { code, stdout, stderr } = await exported('--learners', '2');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('somebody has changed: compose.yaml');
  expect(text('learners.csv').trimEnd().split('\n')).toHaveLength(2);
  expect(await exported('--learners', '2', '--force')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('compose.yaml written over'),
  });
  expect(text('compose.yaml')).not.toContain('# mine');
});

test('a folder of somebody’s is left alone; a link is replaced, and not followed', async () => {
  writeFileSync(join(scratch, 'precious'), 'mine');
  folder = scratch;
  expect(await exported()).toMatchObject({ code: 2, stderr: expect.stringContaining('precious') });
  expect(existsSync(join(scratch, 'compose.yaml'))).toBe(false);
  symlinkSync(join(scratch, 'precious'), join(scratch, 'compose.yaml'));
  expect(await exported('--force')).toMatchObject({ code: 0 });
  expect(readFileSync(join(scratch, 'precious'), 'utf8')).toBe('mine');
  expect(text('compose.yaml')).toContain('services:');
});

test('for a cluster', async () => {
  const { code, stdout } = await run(['export', 'kubernetes', '--output', folder, '--image', 'registry.test/lab:1']);
  expect(code).toBe(0);
  expect(stdout).toContain(`kubectl apply --server-side -k ${folder}`);
  expect(text('tool.yaml')).toContain('image: registry.test/lab:1');
});

test.each([
  [['--learners', '0'], 'A class has 1 to 999 learners.'],
  [['--learners', 'many'], 'A class has 1 to 999 learners.'],
  [['--port-tool', '8000'], 'The port 8000 is named for more than one part.'],
])('%j is an error of usage, and nothing is written', async (args, words) => {
  expect(await exported(...args)).toMatchObject({ code: 2, stderr: expect.stringContaining(words) });
  expect(existsSync(folder)).toBe(false);
});
