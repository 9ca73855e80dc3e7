import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  isAlive,
  isSurelyAlive,
  type ProcessMark,
  processMark,
  type Watchtower,
  watchtower,
} from '../../../../services/machine/process-mark.ts';

const here: Watchtower = {
  machine: 'laptop 1f',
  boot: 'b1',
  space: 'pid:[1]',
  beganAt: (pid) => (pid === 7 ? '700' : undefined),
};
const mark: ProcessMark = { machine: 'laptop 1f', boot: 'b1', space: 'pid:[1]', pid: 7, began: '700' };

test.each<[string, Partial<ProcessMark>, Partial<Watchtower>, boolean]>([
  ['it is there, and began when it says', {}, {}, true],
  ['its number is nobody’s', { pid: 8 }, {}, false],
  ['its number was used anew', { began: '699' }, {}, false],
  ['the machine was started anew, and the number is somebody’s who began at the same tick', { boot: 'b0' }, {}, false],
  ['it is on another machine: nobody here can tell', { machine: 'other 2a', boot: 'x', pid: 8 }, {}, true],
  ['it is in another PID namespace: nobody here can tell', { space: 'pid:[2]', pid: 8 }, {}, true],
  ['the system does not tell when a process began', {}, { beganAt: () => '' }, true],
])('%s', (_, of, from, alive) => {
  expect(isAlive({ ...mark, ...of }, { ...here, ...from })).toBe(alive);
});

test.each<[string, Partial<ProcessMark>, Partial<Watchtower>, boolean]>([
  ['it is there, and began when it says', {}, {}, true],
  ['its number was used anew', { began: '699' }, {}, false],
  ['the machine was started anew', { boot: 'b0' }, {}, false],
  ['it is on another machine', { machine: 'other 2a' }, {}, false],
  ['it is in another PID namespace', { space: 'pid:[2]' }, {}, false],
  ['the system does not tell when a process began', { began: '' }, { beganAt: () => '' }, false],
  ['the system did not tell when its began', { began: '' }, {}, false],
])('what is certain of a process, for it is to be ended: %s', (_, of, from, certain) => {
  expect(isSurelyAlive({ ...mark, ...of }, { ...here, ...from })).toBe(certain);
});

test('this process lives, whatever the clock says; one that has ended does not', () => {
  const mine = processMark();
  const now = Date.now;
  Date.now = () => now() + 400_000;
  try {
    expect(isAlive(mine)).toBe(true);
  } finally {
    Date.now = now;
  }
  expect(isAlive({ ...mine, pid: spawnSync(process.execPath, ['--version']).pid })).toBe(false);
});

test('a process that began after this one has another mark', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  await once(child, 'spawn');
  try {
    const pid = child.pid ?? 0;
    const { beganAt } = watchtower();
    if (process.platform !== 'win32') expect(isAlive({ ...processMark(), pid })).toBe(false);
    expect(isAlive({ ...processMark(), pid, began: beganAt(pid) ?? 'gone' })).toBe(true);
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});
