import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { processMark } from '../../../../services/machine/process-mark.ts';
import { sessionEventSchema } from '../../../../src/lesson/events.ts';
import { EVENTS_FILE, OWNER_FILE } from '../../../../src/records/run-files.ts';
import { newRun } from '../../../../src/run/new-run.ts';
import { openRunFolder } from '../../../../src/run/run-folder.ts';
import { COMMANDS, rawIn } from '../../../hostile.ts';

const POSIX = process.platform !== 'win32';

let scratch: string;
let state: string;
let temporary: string;
let runs: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'tutorial-tui-runs-'));
  state = join(scratch, 'state');
  temporary = join(scratch, 'tmp');
  runs = join(state, 'runs');
  mkdirSync(temporary);
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const open = () => openRunFolder({ state, temporary });

/** A run of yesterday, which has ended. */
function oldRun(minute: number, parent = runs): string {
  const folder = join(parent, `2026-01-01T00-${String(minute).padStart(2, '0')}-00-000Z-aB3dE6`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, EVENTS_FILE), '');
  return folder;
}

const oldRuns = (count: number) => Array.from({ length: count }, (_, minute) => oldRun(minute));
const left = () => readdirSync(runs).sort();

test('the last twenty are kept, this one among them, and the rest is gone', async () => {
  const old = oldRuns(30);
  const folder = await open();
  expect(folder.problem).toBeUndefined();
  expect(left()).toEqual([...old.slice(-19).map((path) => basename(path)), folder.run].sort());
  await folder.close();
});

test('a run leaves its log, and what it needed only as long as it went on is gone', async () => {
  const folder = await open();
  mkdirSync(folder.data ?? '');
  for (const name of ['lab.env', 'lab.json', 'lab.json.new']) writeFileSync(folder.file(name) ?? '', '{}');
  folder.started(process.pid);
  const processes = folder.file('processes.ndjson') ?? '';
  expect(JSON.parse(readFileSync(processes, 'utf8'))).toEqual(processMark());
  if (POSIX) expect(statSync(processes).mode & 0o777).toBe(0o600);
  folder.tell({ type: 'verifying', at: 0, step: '1a' });
  await folder.close();
  expect(readdirSync(dirname(folder.log ?? ''))).toEqual([EVENTS_FILE]);
  expect(readFileSync(folder.log ?? '', 'utf8')).toBe('{"type":"verifying","at":0,"step":"1a"}\n');
  if (POSIX) expect(statSync(folder.log ?? '').mode & 0o777).toBe(0o600);
});

test('the mark of its owner goes last: what is left without one would be nobody’s', async () => {
  const folder = await open();
  const owner = join(dirname(folder.log ?? ''), OWNER_FILE);
  const data = folder.data ?? '';
  mkdirSync(data);
  for (let at = 0; at < 500; at++) writeFileSync(join(data, String(at)), '');
  let closed = false;
  const closing = folder.close().then(() => {
    closed = true;
  });
  while (!closed) {
    if (!existsSync(owner)) expect(existsSync(data)).toBe(false);
    await new Promise(setImmediate);
  }
  await closing;
});

test('a run whose record cannot be begun leaves no folder', async () => {
  const { folder, because } = await newRun(join('no', EVENTS_FILE), { state, temporary });
  expect({ folder, because }).toEqual({ folder: undefined, because: expect.stringContaining('ENOENT') });
  const folders = readdirSync(scratch, { recursive: true, encoding: 'utf8' });
  expect(folders.filter((name) => name.includes('T') && name.includes('Z-'))).toEqual([]);
});

test('what a server said stands in the log as text, for whoever reads it in a terminal', async () => {
  const folder = await open();
  folder.tell({ type: 'progress', at: 0, step: '1a', text: COMMANDS, fraction: undefined });
  await folder.close();
  const log = readFileSync(folder.log ?? '', 'utf8');
  expect(log).toContain('owned');
  expect(rawIn(log)).toEqual([]);
});

test('what a mask could break in JSON is on record as JSON, and masked', async () => {
  const folder = await open();
  const text = 'it said password=hunter2" and then eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln';
  folder.tell({ type: 'progress', at: 0, step: '1a', text, fraction: undefined });
  await folder.close();
  const event = sessionEventSchema.parse(JSON.parse(readFileSync(folder.log ?? '', 'utf8')));
  expect(event).toMatchObject({ text: 'it said password=***" and then eyJ...' });
});

test('a run that goes on keeps its folder, however many come after it', async () => {
  const going = await open();
  // As though it were the oldest of all.
  const early = join(runs, '2020-01-01T00-00-00-000Z-aB3dE6');
  renameSync(dirname(going.log ?? ''), early);
  oldRuns(25);
  const next = await open();
  expect(left()).toContain(basename(early));
  expect(left()).toHaveLength(21);
  await next.close();
  await going.close();
});

test('a run that was killed is forgotten like any other', async () => {
  const [killed = ''] = oldRuns(25);
  const { pid } = spawnSync(process.execPath, ['--version']);
  writeFileSync(join(killed, OWNER_FILE), JSON.stringify({ ...processMark(), pid }));
  await (await open()).close();
  expect(existsSync(killed)).toBe(false);
  expect(left()).toHaveLength(20);
});

test('what is not of our making is left alone', async () => {
  oldRuns(25);
  const strange = ['0-mine', '2026-01-01', '2026-01-01T00-00-00-000Z-aB3dE6.bak'];
  for (const name of strange) {
    mkdirSync(join(runs, name));
    writeFileSync(join(runs, name, EVENTS_FILE), '');
  }
  writeFileSync(join(runs, '2026-01-01T00-00-00-000Z-f1Le00'), 'a file');
  const withoutLog = '2026-01-01T00-00-00-000Z-n0L0g0';
  mkdirSync(join(runs, withoutLog));
  await (await open()).close();
  expect(left()).toEqual(expect.arrayContaining([...strange, withoutLog, '2026-01-01T00-00-00-000Z-f1Le00']));
});

if (POSIX) {
  test('no link is followed: what one names in its place stays, and so does the link', async () => {
    const elsewhere = oldRun(59, join(scratch, 'elsewhere'));
    oldRuns(25);
    const link = join(runs, '2026-01-01T00-00-00-000Z-L1nk00');
    symlinkSync(elsewhere, link);
    await (await open()).close();
    expect(existsSync(link)).toBe(true);
    expect(existsSync(join(elsewhere, EVENTS_FILE))).toBe(true);
  });

  test('where the folder of the runs is itself a link, nothing there is removed or written, and it is said', async () => {
    const elsewhere = join(scratch, 'elsewhere');
    for (let minute = 0; minute < 30; minute++) oldRun(minute, elsewhere);
    mkdirSync(state);
    symlinkSync(elsewhere, runs);
    const folder = await open();
    expect(folder.problem).toBe(`This run is logged in ${dirname(folder.log ?? '')}: ${runs} is a link.`);
    expect(dirname(dirname(dirname(folder.log ?? '')))).toBe(join(temporary, `tutorial-tui-${process.getuid?.()}`));
    expect(readdirSync(elsewhere)).toHaveLength(30);
    await folder.close();
  });

  test('a name in the temporary folder that somebody else has taken is not used, and what is there stays', async () => {
    writeFileSync(state, 'no folder');
    const elsewhere = join(scratch, 'elsewhere');
    for (let minute = 0; minute < 30; minute++) oldRun(minute, join(elsewhere, 'runs'));
    symlinkSync(elsewhere, join(temporary, `tutorial-tui-${process.getuid?.()}`));
    const folder = await open();
    expect(readdirSync(join(elsewhere, 'runs'))).toHaveLength(30);
    expect(dirname(dirname(folder.log ?? ''))).toMatch(new RegExp(`^${temporary}/tutorial-tui-[A-Za-z0-9]{6}$`));
    expect(statSync(dirname(dirname(folder.log ?? ''))).mode & 0o777).toBe(0o700);
    await folder.close();
  });

  test('a state folder that stands open to others is closed to them', async () => {
    mkdirSync(runs, { recursive: true });
    for (const folder of [state, runs]) chmodSync(folder, 0o777);
    await (await open()).close();
    for (const folder of [state, runs]) expect(statSync(folder).mode & 0o777).toBe(0o700);
  });
}

// Only root can give a folder away.
if (process.getuid?.() === 0) {
  test('another user’s folder is not used, and another user’s run is not removed', async () => {
    const [theirs = ''] = oldRuns(25);
    chownSync(theirs, 65534, 65534);
    await (await open()).close();
    expect(existsSync(theirs)).toBe(true);
    chownSync(runs, 65534, 65534);
    const folder = await open();
    expect(folder.problem).toContain(`${runs} belongs to another user`);
    await folder.close();
  });
}

test('where nothing can be written, the run goes without files, and says so', async () => {
  writeFileSync(state, 'no folder');
  temporary = join(state, 'tmp');
  const folder = await open();
  expect(folder).toMatchObject({ log: undefined, data: undefined });
  expect(folder.problem).toMatch(/^This run keeps no log, for no folder can be written: .+\.$/);
  folder.tell({ type: 'verifying', at: 0, step: '1a' });
  await folder.close();
});
