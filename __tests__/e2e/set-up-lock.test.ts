import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LOCK_MODULE = new URL('../../scripts/lock.js', import.meta.url).href;
/** Notes that it works, works long enough for another to come, and notes that it is done. */
const WORKER = `
  import { appendFileSync } from 'node:fs';
  import { withLock } from '${LOCK_MODULE}';
  const [lock, notes] = process.argv.slice(1);
  await withLock(lock, () => {
    appendFileSync(notes, 'begins ');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    appendFileSync(notes, 'ends ');
  });`;

let folder: string;
let lock: string;
let notes: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-lock-'));
  lock = join(folder, 'lock');
  notes = join(folder, 'notes');
  appendFileSync(notes, '');
});
afterEach(() => rmSync(folder, { recursive: true }));

function work(): Promise<number | null> {
  const worker = spawn(process.execPath, ['--input-type=module', '-e', WORKER, lock, notes], { stdio: 'ignore' });
  return new Promise((resolve) => worker.once('exit', resolve));
}

test('two set-ups at once work one after the other, and leave no lock', async () => {
  expect(await Promise.all([work(), work()])).toEqual([0, 0]);
  expect(readFileSync(notes, 'utf8')).toBe('begins ends begins ends ');
  expect(existsSync(lock)).toBe(false);
});

test('the lock of a process that is gone holds nobody up', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  writeFileSync(lock, String(pid));
  expect(await work()).toBe(0);
  expect(existsSync(lock)).toBe(false);
});
