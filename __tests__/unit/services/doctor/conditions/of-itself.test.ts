import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TerminalAround } from '../../../../../services/doctor/around.ts';
import { memoryCondition } from '../../../../../services/doctor/conditions/memory.ts';
import { nodeCondition } from '../../../../../services/doctor/conditions/node.ts';
import { openFilesCondition } from '../../../../../services/doctor/conditions/open-files.ts';
import { terminalCondition } from '../../../../../services/doctor/conditions/terminal.ts';
import { saysTheWayOut, seenBy } from '../seen.ts';

/** What the program itself runs on and in: Node.js, a terminal, memory, files. */

test.each([
  ['20.20.0', 'ok'],
  ['24.1.0', 'ok'],
  ['20.9.0', 'failure'],
  ['18.20.8', 'failure'],
])('node %s against 20.20.0: %s', async (version, state) => {
  const [seen] = await seenBy(nodeCondition, { node: { version, oldest: '20.20.0' } });
  expect(seen).toMatchObject({ state, saw: expect.stringContaining(version) });
  expect(seen && saysTheWayOut(seen)).toBe(true);
});

const TERMINAL: TerminalAround = {
  input: true,
  output: true,
  size: { columns: 80, rows: 24 },
  smallest: { columns: 60, rows: 20 },
  kind: 'xterm-256color',
  colorDepth: 8,
  unicode: true,
  raw: true,
};

test.each<[what: string, change: Partial<TerminalAround>, state: string, saw: RegExp]>([
  ['as most are', {}, 'ok', /^80 × 24 · TERM=xterm-256color · 256 colours · UTF-8 · keys one by one$/],
  ['with all colours', { colorDepth: 24 }, 'ok', /16 million colours/],
  ['without colours and glyphs', { colorDepth: 1, unicode: false }, 'ok', /no colours · ASCII alone/],
  ['as small as it may be', { size: { columns: 60, rows: 20 } }, 'ok', /^60 × 20/],
  ['too narrow', { size: { columns: 59, rows: 24 } }, 'warning', /^59 × 24/],
  ['too low', { size: { columns: 80, rows: 19 } }, 'warning', /^80 × 19/],
  ['dumb', { kind: 'dumb' }, 'warning', /TERM=dumb/],
  ['without TERM', { kind: undefined }, 'ok', /no TERM/],
  ['without raw mode', { raw: false }, 'warning', /no keys one by one/],
  ['whose output is piped', { output: false }, 'warning', /^standard output is no terminal$/],
  ['whose input is piped', { input: false }, 'warning', /^standard input is no terminal$/],
  ['that is none', { input: false, output: false }, 'warning', /^standard input and output are no terminal$/],
])('a terminal %s', async (_, change, state, saw) => {
  const [seen] = await seenBy(terminalCondition, { terminal: { ...TERMINAL, ...change } });
  expect(seen).toMatchObject({ state, saw: expect.stringMatching(saw) });
  expect(seen && saysTheWayOut(seen)).toBe(true);
});

test.each([
  [8e9, 'ok', '8.0 GB can be had, some 450 MB are wanted'],
  [450e6, 'ok', '450 MB can be had, some 450 MB are wanted'],
  [449e6, 'warning', '449 MB can be had, some 450 MB are wanted'],
])('memory of %d bytes', async (available, state, saw) => {
  const [seen] = await seenBy(memoryCondition, { memory: { available, wanted: 450e6 } });
  expect(seen).toMatchObject({ state, saw });
  expect(seen && saysTheWayOut(seen)).toBe(true);
});

describe('open files', () => {
  const proc = mkdtempSync(join(tmpdir(), 'limits-'));
  afterAll(() => rmSync(proc, { recursive: true }));

  test.each([
    ['1024                 524288', 'ok', '1024 at once'],
    ['unlimited            unlimited', 'ok', 'as many as one likes'],
    ['256                  256', 'ok', '256 at once'],
    ['255                  255', 'warning', '255 at once'],
    ['96                   96', 'warning', '96 at once'],
    ['95                   95', 'failure', '95 at once'],
  ])('with a limit of %s', async (limits, state, saw) => {
    mkdirSync(join(proc, 'self'), { recursive: true });
    writeFileSync(
      join(proc, 'self/limits'),
      `Limit                     Soft Limit           Hard Limit           Units     \nMax processes             1                    1                    processes \nMax open files            ${limits}               files     \n`,
    );
    const [seen] = await seenBy(openFilesCondition, { proc });
    expect(seen).toMatchObject({ state, saw });
    expect(seen && saysTheWayOut(seen)).toBe(true);
  });

  test('of this very process, where the system tells', async () => {
    const [seen] = await seenBy(openFilesCondition, { proc: '/proc' });
    expect(seen?.saw).toMatch(process.platform === 'linux' ? /at once|likes/ : /not told/);
  });

  test('where the system does not tell', async () => {
    expect(await seenBy(openFilesCondition, { proc: '/nowhere' })).toEqual([
      { state: 'ok', saw: 'their limit is not told here' },
    ]);
  });
});
