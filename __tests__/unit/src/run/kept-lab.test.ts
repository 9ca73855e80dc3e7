import { PassThrough } from 'node:stream';
import type { PartState } from '../../../../src/evidence/part-state.ts';
import { INITIAL_STATE, type SessionState } from '../../../../src/lesson/state.ts';
import { keptLab, type ProvedLab } from '../../../../src/run/kept-lab.ts';

/** A kept lab, what it said, and how it is ended. */
function lab() {
  const stderr = new PassThrough({ encoding: 'utf8' });
  const interrupt = new AbortController();
  const kept = keptLab({ log: undefined, io: { stderr, signal: interrupt.signal } });
  const onPart = (state: PartState) => kept.tell({ type: 'part', at: 0, state });
  const keep = (state: SessionState, made = false) =>
    kept.keep({ state, lab: {} as ProvedLab['lab'], passwordMade: made });
  return { keep, onPart, end: () => interrupt.abort(), said: () => String(stderr.read() ?? '') };
}

test('a lab whose parts live is ended without an error', async () => {
  const { keep, end, said } = lab();
  const kept = keep(INITIAL_STATE);
  end();
  expect(await kept).toBeUndefined();
  expect(said()).not.toContain('error');
});

test.each([true, false])('where a password was made at random (%s), it is said how one is known', async (made) => {
  const { keep, end, said } = lab();
  const kept = keep(INITIAL_STATE, made);
  end();
  await kept;
  expect(said().includes('USER_PASSWORD')).toBe(made);
});

test('of two parts that end, both are said, and the first is the verdict', async () => {
  const { keep, onPart, end, said } = lab();
  const kept = keep(INITIAL_STATE);
  onPart({ part: 'mcp', status: 'failed', why: 'killed' });
  onPart({ part: 'tool', status: 'failed' });
  end();
  expect(await kept).toMatchObject({
    kind: 'part-unreachable',
    message: expect.stringContaining('mcp'),
    why: 'killed',
  });
  expect(said()).toMatch(/mcp has ended[\s\S]*tool has ended/);
});

test('one that ended between the last step and the waiting counts, too', async () => {
  const { keep, onPart, end } = lab();
  onPart({ part: 'stack', status: 'failed' });
  const kept = keep({
    ...INITIAL_STATE,
    parts: { ...INITIAL_STATE.parts, stack: { part: 'stack', status: 'failed' } },
  });
  end();
  expect(await kept).toMatchObject({ exitCode: 5 });
});

test('what ends because the lab is ended is no loss', async () => {
  const { keep, onPart, end } = lab();
  const kept = keep(INITIAL_STATE);
  end();
  onPart({ part: 'stack', status: 'failed' });
  expect(await kept).toBeUndefined();
});
