import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processMark } from '../../../../services/machine/process-mark.ts';
import { inTurn } from '../../../../services/machine/turn.ts';

const NEVER = new AbortController().signal;
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-turn-'));
  file = join(folder, 'x.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('of many that want it at once, one acts at a time; each that waits is told once by whom; nothing is left', async () => {
  let acting = 0;
  let most = 0;
  const waitedFor: number[] = [];
  const act = async () => {
    acting += 1;
    most = Math.max(most, acting);
    await new Promise(setImmediate);
    acting -= 1;
  };
  const wish = { signal: NEVER, onWait: ({ pid }: { pid: number }) => void waitedFor.push(pid) };
  await Promise.all([1, 2, 3].map(() => inTurn(file, wish, act)));
  expect(most).toBe(1);
  expect(waitedFor.every((pid) => pid === process.pid)).toBe(true);
  expect(waitedFor.length).toBeLessThanOrEqual(2);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['a process that is gone', JSON.stringify({ ...processMark(), began: '1' })],
  ['another boot', JSON.stringify({ ...processMark(), boot: 'before' })],
  ['nobody: it is no mark', 'x'],
])('the lock of %s counts for nothing', async (_, content) => {
  if (process.platform !== 'linux' && content !== 'x') return;
  writeFileSync(file, content);
  expect(await inTurn(file, { signal: NEVER, onWait: () => {} }, async () => 'acted')).toBe('acted');
  expect(readdirSync(folder)).toEqual([]);
});

test('whoever is interrupted while waiting leaves the lock to its owner', async () => {
  writeFileSync(file, JSON.stringify(processMark()));
  const interrupt = new AbortController();
  const waiting = inTurn(
    file,
    { signal: interrupt.signal, onWait: () => interrupt.abort(new Error('enough')) },
    async () => {},
  );
  await expect(waiting).rejects.toThrow('enough');
  expect(readdirSync(folder)).toEqual(['x.lock']);
});

test('it is given back where the act fails', async () => {
  const failing = inTurn(file, { signal: NEVER, onWait: () => {} }, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
});
