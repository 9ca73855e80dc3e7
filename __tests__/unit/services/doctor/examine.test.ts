import type { Around } from '../../../../services/doctor/around.ts';
import type { ConditionRow, Seen } from '../../../../services/doctor/condition-row.ts';
import { CONDITIONS } from '../../../../services/doctor/conditions.ts';
import { LAB_CONDITIONS } from '../../../../services/doctor/conditions-of-lab.ts';
import { examine } from '../../../../services/doctor/examine.ts';
import { doctorReport, doctorReportSchema } from '../../../../services/doctor/report.ts';

const NOTHING = {} as Around;
const signal = new AbortController().signal;
const patient = { signal, patienceMs: 5_000 };

function row(id: string, look: ConditionRow['look']): ConditionRow {
  return { id, title: `The ${id}`, about: '', wayOut: '', neededBy: 'doctor', look };
}
const sees = (...seen: readonly Seen[]) => (async () => seen) satisfies ConditionRow['look'];

test('all are looked at at once, and told in the order of the rows', async () => {
  const order: string[] = [];
  const meets: (() => void)[] = [];
  // Each ends when the other has begun.
  const together = (id: string) =>
    row(id, async () => {
      order.push(id);
      await new Promise<void>((resolve) => {
        meets.push(resolve);
        if (meets.length === 2) for (const meet of meets.reverse()) meet();
      });
      return [{ state: 'ok', saw: id }];
    });
  const found = await examine([together('first'), together('second')], NOTHING, patient);
  expect(order).toEqual(['first', 'second']);
  expect(found.map(({ id }) => id)).toEqual(['first', 'second']);
});

test('a line for each thing, under the title of its row or its own', async () => {
  const rows = [
    row('port', sees({ of: 'a', title: 'Port, a', state: 'ok', saw: 'x' }, { of: 'b', state: 'ok', saw: 'y' })),
  ];
  expect(await examine(rows, NOTHING, patient)).toEqual([
    { id: 'port', of: 'a', title: 'Port, a', state: 'ok', saw: 'x' },
    { id: 'port', of: 'b', title: 'The port', state: 'ok', saw: 'y' },
  ]);
});

test('one that hangs, though it does not heed its signal, and one that breaks are warnings with a way out', async () => {
  const rows = [
    row('hangs', () => new Promise(() => {})),
    row('breaks', () => Promise.reject(new Error('EIO'))),
    row('stays', sees({ state: 'ok', saw: 'here' })),
  ];
  const found = await examine(rows, NOTHING, { signal, patienceMs: 50 });
  expect(found).toMatchObject([
    {
      id: 'hangs',
      state: 'warning',
      saw: 'could not be told within 0.05 s',
      next: expect.stringMatching(/waiting for/),
    },
    { id: 'breaks', state: 'warning', saw: 'could not be told: EIO', next: expect.stringMatching(/report it/) },
    { id: 'stays', state: 'ok' },
  ]);
});

test('what it saw is bounded, printable, and without tokens', async () => {
  const evil = 'a\u001b]0;title\u0007b\neyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.c2ln';
  const details = Array.from({ length: 100 }, () => evil);
  const rows = [row('evil', sees({ state: 'warning', saw: evil + 'x'.repeat(5_000), details, next: evil }))];
  const [found] = await examine(rows, NOTHING, patient);
  const text = JSON.stringify(found);
  expect(found?.saw.length).toBeLessThanOrEqual(600);
  expect(found?.details).toHaveLength(40);
  expect(text).not.toMatch(/\\u001b|\\n|c2ln/);
  expect(text).toContain('eyJ...');
});

test('whoever interrupts it gets no report', async () => {
  const stop = new AbortController();
  const examined = examine([row('hangs', () => new Promise(() => {}))], NOTHING, {
    signal: stop.signal,
    patienceMs: 5_000,
  });
  stop.abort(new Error('enough'));
  await expect(examined).rejects.toThrow('enough');
});

test.each([
  [['ok', 'warning'], 'proved', 0],
  [['ok', 'failure', 'warning'], 'prerequisite-missing', 6],
  [[], 'proved', 0],
] as const)('%j comes to %s', (states, outcome, exitCode) => {
  const conditions = states.map((state) => ({ id: 'a', title: 'A', state, saw: '' }));
  const report = doctorReport(conditions, { version: '1', at: 0, tookMs: 0 });
  expect(report).toMatchObject({ outcome, exitCode });
  expect(doctorReportSchema.parse(report)).toEqual(report);
});

test('no two conditions have one id, and a lab is shown those that it, or who reads along, needs', () => {
  expect(new Set(CONDITIONS.map(({ id }) => id)).size).toBe(CONDITIONS.length);
  expect(LAB_CONDITIONS).toEqual(CONDITIONS.filter(({ neededBy }) => neededBy !== 'doctor'));
});
