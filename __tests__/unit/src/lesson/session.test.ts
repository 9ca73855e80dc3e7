import { TutorialError } from '../../../../src/errors.ts';
import type { Hop } from '../../../../src/evidence/hop.ts';
import { sessionEventSchema } from '../../../../src/lesson/events.ts';
import type { Step, Verdict } from '../../../../src/lesson/step.ts';

import { never, sessionWith, type World } from './door-session.ts';

describe('what came about in the lab tells more of a failure than what it led to', () => {
  const stuck: Partial<Step<World>> = { run: async () => {} };
  const thrown: Partial<Step<World>> = {
    run: async () => {
      throw new Error('it is stuck');
    },
  };
  const gone = new TutorialError('part-unreachable', 'The door is gone.', { why: 'It was stolen.', next: 'Buy one.' });

  test.each([
    ['a check', stuck, 'Not so: The door is open; seen: it is shut'],
    ['what it did', thrown, ''],
  ])('where %s failed', async (_, step, proved) => {
    const { session, shown } = sessionWith(step, { cause: async () => gone });
    expect(await session.run('open', never())).toMatchObject({ kind: 'part-unreachable', message: gone.message });
    expect(shown()).toMatchObject({ status: 'failed', proved, failure: { kind: gone.kind, message: gone.message } });
  });

  test('and where nothing came about, or that cannot be found out, the failure is what it was', async () => {
    for (const cause of [async () => undefined, () => Promise.reject(new Error('nobody is in'))])
      expect(await sessionWith(stuck, { cause }).session.run('open', never())).toMatchObject({ kind: 'check-failed' });
  });

  test('nobody is asked where all went well, or the run was stopped', async () => {
    let asked = 0;
    const cause = async () => {
      asked += 1;
      return gone;
    };
    expect(await sessionWith({}, { cause }).session.run('open', never())).toBeUndefined();
    const stopped = AbortSignal.abort(new TutorialError('interrupted', 'stop'));
    expect(await sessionWith({}, { cause }).session.run('open', stopped)).toMatchObject({ kind: 'interrupted' });
    expect(asked).toBe(0);
  });
});

test('of the call that a step made, its end tells whom nobody saw asked', async () => {
  const call = { traceId: 'a', way: ['you', 'porter', 'door'], hops: [] as Hop[], log: [] };
  const hop = { id: 'h', to: 'porter', answer: { status: '200', ok: true, text: '', tookMs: 1 } } as unknown as Hop;
  const made = (hops: readonly Hop[], traceId: string): Partial<Step<World>> => ({
    run: async ({ lab, tell }) => {
      lab.door = 'open';
      tell({ type: 'call', step: 'open', traceId: 'a' });
    },
    exhibits: () => [{ kind: 'call', title: '', judge: '', claims: [], call: { ...call, traceId, hops } }],
  });
  const endOf = async (step: Partial<Step<World>>) => {
    const { session, events } = sessionWith(step);
    await session.run('open', never());
    return events.find((event) => event.type === 'step-ended');
  };
  expect(await endOf(made([hop], 'a'))).toMatchObject({ status: 'done', notSeen: ['door'] });
  for (const other of [made([], 'a'), made([hop], 'another'), made([hop, { ...hop, to: 'door' }], 'a')])
    expect(await endOf(other)).not.toHaveProperty('notSeen');
});

test('run acts, then the checks decide', async () => {
  const { session, events, shown } = sessionWith();
  expect(await session.run('open', never())).toBeUndefined();
  expect(shown()).toMatchObject({ status: 'done', proved: 'it is open' });
  expect(events.map(({ type }) => type)).toEqual([
    'session-started',
    'step-started',
    'verifying',
    'check',
    'step-ended',
  ]);
  for (const event of events) expect(sessionEventSchema.parse(event)).toEqual(event);
});

test('what a step would wait for is begun once the step that it names is done, and what becomes of it is not told', async () => {
  const begun: World[] = [];
  const begin = async (world: World) => {
    begun.push(world);
    throw new Error('it does not work');
  };
  const { session, events, world } = sessionWith({ ahead: { once: 'ring', begin } });
  session.beginAhead(['open'], 'knock', never());
  session.beginAhead([], 'ring', never());
  await new Promise(setImmediate);
  expect(begun).toEqual([]);
  session.beginAhead(['open'], 'ring', never());
  await new Promise(setImmediate);
  expect(begun).toEqual([world]);
  expect(events.map(({ type }) => type)).toEqual(['session-started']);
});

test('nothing is begun for a step that has nothing to do in this lab', async () => {
  const begun: string[] = [];
  const ahead = { once: 'ring', begin: async () => begun.push('it') };
  const { session } = sessionWith({ ahead, leftOut: () => 'there is no door' });
  session.beginAhead(['open'], 'ring', never());
  await new Promise(setImmediate);
  expect(begun).toEqual([]);
});

test('a step that is reset is as if it had not been done, and what happened before proves nothing of it', async () => {
  let now = 1_000;
  const since: number[] = [];
  const looks = {
    id: 'open',
    title: 'The door is open',
    look: async ({ since: at }: { since: number }) => ({ passed: since.push(at) > 0, saw: 'it' }),
  };
  const { session, events, shown } = sessionWith({ checks: [looks] }, { now: () => (now += 1_000) });
  const before = shown();
  await session.run('open', never());
  session.reset('open');
  expect(shown()).toEqual({ ...before, startedAt: now });
  expect(sessionEventSchema.parse(events.at(-1))).toEqual({ type: 'step-reset', step: 'open', at: now });
  const resetAt = now;
  await session.verify('open', never());
  expect(since.at(-1)).toBe(resetAt);
  expect(() => session.reset('nowhere')).toThrow('no step nowhere');
});

test('a run that returns without effect is no proof', async () => {
  const { session, shown } = sessionWith({ run: async () => {} });
  const error = await session.run('open', never());
  expect(error).toMatchObject({ kind: 'check-failed', exitCode: 3, next: 'Pull.' });
  expect(error?.message).toBe('Not so: The door is open; seen: it is shut');
  expect(shown()).toMatchObject({ status: 'failed', proved: 'Not so: The door is open; seen: it is shut' });
});

test('what a failed check says of its own failure goes before the hint of the step', async () => {
  const check = (id: string, verdict: Verdict) => ({ id, title: `The ${id} is there`, look: async () => verdict });
  const { session, events } = sessionWith({
    checks: [
      check('hinge', { passed: true, saw: 'a hinge' }),
      check('key', { passed: false, saw: 'no key', next: 'Look under the mat.' }),
      check('lock', { passed: false, saw: 'no lock', next: 'Call a locksmith.' }),
    ],
  });
  const error = await session.run('open', never());
  expect(error?.next).toBe('Look under the mat.');
  expect(error?.message).toBe('Not so: The key is there; seen: no key · Not so: The lock is there; seen: no lock');
  for (const event of events) expect(sessionEventSchema.parse(event)).toEqual(event);
});

test('someone who did it by hand passes by verifying', async () => {
  const { session, world, shown } = sessionWith();
  expect(await session.verify('open', never())).toMatchObject({ kind: 'check-failed' });
  world.door = 'open';
  expect(await session.verify('open', never())).toBeUndefined();
  expect(shown()?.status).toBe('done');
});

test('what run throws is the end of the step, kind and all', async () => {
  const refused = new TutorialError('login-refused', 'No.', { why: 'Because.' });
  const { session, shown } = sessionWith({ run: () => Promise.reject(refused) });
  expect(await session.run('open', never())).toBe(refused);
  expect(shown()).toMatchObject({
    status: 'failed',
    failure: { kind: 'login-refused', message: 'No.', why: 'Because.' },
  });
});

test('a fault nobody foresaw is named a fault of ours', async () => {
  const { session } = sessionWith({ run: () => Promise.reject(new TypeError('x is not a function')) });
  expect(await session.run('open', never())).toMatchObject({ kind: 'fault', exitCode: 1 });
});

test('a cancelled step ends as cancelled, with the reason of the signal', async () => {
  const { session, shown } = sessionWith();
  const reason = new TutorialError('interrupted', 'Interrupted.');
  expect(await session.run('open', AbortSignal.abort(reason))).toBe(reason);
  expect(shown()?.status).toBe('cancelled');
});

test('a failed prerequisite says so', async () => {
  const { session } = sessionWith({ run: async () => {}, failsAs: 'prerequisite-missing' });
  expect(await session.run('open', never())).toMatchObject({ kind: 'prerequisite-missing', exitCode: 6 });
});

test('what counts for a look by hand is what happened since the step began', async () => {
  const since: number[] = [];
  let now = 100;
  const look = async (context: { since: number }): Promise<Verdict> => {
    since.push(context.since);
    return { passed: true, saw: 'it' };
  };
  const { session } = sessionWith({ checks: [{ id: 'it', title: 'It is there', look }] }, { now: () => now });
  await session.run('open', never());
  now = 200;
  await session.verify('open', never());
  expect(since).toEqual([100, 100]);
});

test('a step whose question is cancelled ends as cancelled, too', async () => {
  const reason = new TutorialError('interrupted', 'You cancelled the login.');
  const { session, shown } = sessionWith({ run: () => Promise.reject(reason) });
  expect(await session.run('open', never())).toBe(reason);
  expect(shown()?.status).toBe('cancelled');
});

test('a step that is cancelled between two looks is not proved by the first', async () => {
  const stop = new AbortController();
  const looked: string[] = [];
  const check = (id: string) => ({
    id,
    title: id,
    look: async (): Promise<Verdict> => {
      looked.push(id);
      stop.abort(new TutorialError('interrupted', 'Interrupted.'));
      return { passed: true, saw: id };
    },
  });
  const { session, shown } = sessionWith({ checks: [check('one'), check('two')] });
  expect(await session.run('open', stop.signal)).toMatchObject({ kind: 'interrupted' });
  expect(looked).toEqual(['one']);
  expect(shown()?.status).toBe('cancelled');
});

test('a step that has nothing to do in its lab is left out, and says why', async () => {
  const { session, events, world, shown } = sessionWith({
    leftOut: ({ door }) => (door === 'shut' ? 'no handle' : undefined),
  });
  expect(await session.run('open', never())).toBeUndefined();
  expect(shown()).toMatchObject({ status: 'skipped', proved: 'no handle' });
  expect(events.map(({ type }) => type)).toEqual(['session-started', 'step-ended']);
  world.door = 'open';
  expect(await session.run('open', never())).toBeUndefined();
  expect(shown()).toMatchObject({ status: 'done' });
});

test('what there is to do may take a look; where that fails, the step is tried', async () => {
  const { session, world, shown } = sessionWith({
    leftOut: async ({ door }) => {
      if (door === 'open') throw new Error('nobody answers');
      return 'no handle';
    },
  });
  expect(await session.run('open', never())).toBeUndefined();
  expect(shown()).toMatchObject({ status: 'skipped', proved: 'no handle' });
  world.door = 'open';
  expect(await session.run('open', never())).toBeUndefined();
  expect(shown()).toMatchObject({ status: 'done' });
});
