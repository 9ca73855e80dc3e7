import type { Happening } from '../../src/lesson/events.ts';
import { SIDEBAR } from '../../src/screen/layout.ts';
import { partReady, STARTED, viewOf } from './fixture.ts';
import { frameOf } from './harness.tsx';

/** A part that no screen has heard of. */
const FIFTH = 'gatekeeper';
const STARTED_WITH: Happening = {
  ...STARTED,
  ...(STARTED.type === 'session-started' && { parts: [...STARTED.parts, FIFTH] }),
};
const READY: Happening = {
  type: 'part',
  state: { part: FIFTH, status: 'ready', url: 'http://localhost:9100', version: 'gatekeeper 1', place: 'pid 7' },
};

const rowsOf = (happened: readonly Happening[], rows: number, columns: number) =>
  frameOf(viewOf(happened, { step: '1b' }, { rows, columns })).rows;

test('the sidebar has it below the others once it runs, with its state and its port', () => {
  const sidebar = (happened: readonly Happening[]) =>
    rowsOf(happened, 40, 100).map((row) => row.slice(0, SIDEBAR).trimEnd());
  const off = sidebar([STARTED_WITH, partReady('stack')]);
  expect(off).toContain(' ● stack    :8321');
  expect(off.filter((row) => row.includes(FIFTH))).toEqual([]);
  const on = sidebar([STARTED_WITH, READY]);
  expect(on.slice(on.findIndex((row) => row.includes(FIFTH))).slice(0, 2)).toEqual([
    ' ● gatekeeper :9100',
    '   pid 7 · gatekeeper 1',
  ]);
});

test('where there is no sidebar, the line of the parts has it', () => {
  expect(rowsOf([STARTED_WITH, READY], 24, 70)[1]).toMatch(/● gatekeeper/);
});
