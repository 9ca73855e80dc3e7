import { AFTER_3B, AT, BEFORE_3A, partReady, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';

test('of a name that is too long for its row, the end stands before the caret', () => {
  const view = viewOf([]);
  const userName = `${'long-name-'.repeat(30)}END`;
  const form = { ...view.guided.form, userName };
  const { rows } = frameOf({ ...view, guided: { ...view.guided, phase: 'welcome', form } });
  const row = rows.find((each) => each.includes('user name')) ?? '';
  expect(row).toMatch(/user name +…[\w-]+END$/);
  expect(row.length).toBeLessThan(80);
});

test('a terminal that is too small is told of the lines that fit everywhere', () => {
  for (const size of [
    { columns: 40, rows: 12 },
    { columns: 59, rows: 24 },
    { columns: 120, rows: 10 },
  ])
    expect(frameOf(viewOf([], {}, size)).text.replaceAll(/\s+/g, ' ')).toContain('--accessible');
});

test('the parts beside the step are told in whole words', () => {
  const identity = partReady('identity');
  if (identity.type !== 'part') throw new Error('no part');
  const state = { ...identity.state, version: 'embedded identity provider (answers as Keycloak 26.7)' };
  const stack = { type: 'part', state: { part: 'stack', status: 'ready', version: 'Llama Stack 0.2.3' } } as const;
  const events = [...BEFORE_3A, { ...identity, state }, { ...stack, state: { ...stack.state, place: 'pid 27842' } }];
  const rail = frameOf(viewOf(events, { step: '3a' }, { columns: 120, rows: 40 })).rows.map((row) => row.slice(0, 24));
  expect(rail.join('\n')).not.toContain('…');
  expect(rail.join('\n')).toContain('Llama Stack 0.2.3');
  expect(rail.join('\n')).toContain('pid 4711');
});

test('a notice that is longer than the status line stands whole above the pane, in view wherever that is scrolled to', () => {
  const path = '/home/a-learner/.local/state/tutorial-tui/runs/2026-11-24T13-30-55-213Z-Emic6N/by-hand.sh';
  const notice = `command 1 of 2 copied: to the clipboard where the terminal allows it, and to ${path}`;
  for (const scroll of [0, 9].map((from) => ({ from, moves: [] }))) {
    const { rows, text } = frameOf(viewOf(AFTER_3B, { step: '3b', notice, scroll }, { columns: 60 }));
    expect(rows.join('').replaceAll(/\s+/g, '')).toContain(path);
    expect(text).toContain('runs/\n');
  }
});

describe('the help', () => {
  const keysOf = (pane: 'step' | 'token' | 'hops') =>
    frameOf(viewOf(AFTER_3B, { step: '3b', pane: 'keys', helpFor: pane }, { rows: 60 })).text;

  test.each(['↑ k', '↓ j', 'PgUp Ctrl-U', 'PgDn Ctrl-D', 'Ctrl-F Space', 'Home', 'End G', 'Ctrl-C', 'Ctrl-Z'])(
    'of a step tells of %s',
    (key) => {
      expect(keysOf('step')).toContain(key);
    },
  );

  test('of the token tells of its own keys', () => {
    expect(keysOf('token')).toContain('under another condition');
    expect(keysOf('hops')).toContain('Open the chosen hop');
  });
});

test('a log shows its rows as they fit the window of now', () => {
  // One and the same line, as after a resize.
  const text = 'word '.repeat(40).trim();
  const events = [...BEFORE_3A, { type: 'log', line: { part: 'mcp', at: AT, text } } as const];
  const wide = viewOf(events, { step: '3a', pane: 'logs' }, { columns: 160, rows: 40 });
  const rowsOfLog = (columns: number) =>
    frameOf({ ...wide, size: { columns, rows: 40 } }).rows.filter((row) => row.includes('word word')).length;
  expect(rowsOfLog(160)).toBe(2);
  expect(rowsOfLog(80)).toBe(4);
  expect(rowsOfLog(160)).toBe(2);
});

test('without glyphs for keys, they are told by words, and the footer still fits', () => {
  const view = viewOf(AFTER_3B, { step: '3b' }, { columns: 80 });
  const { rows } = frameOf({ ...view, about: { ...view.about, keysInWords: true } });
  expect(rows.at(-1)).toMatch(/^Enter next {2}/);
  expect(rows.at(-1)?.length).toBeLessThanOrEqual(80);
});
