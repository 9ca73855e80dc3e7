import {
  appendFileSync,
  existsSync,
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
  expect(stdout).toContain(`kubectl apply -k ${folder}`);
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
