import { sessionEventSchema } from '../../../../src/lesson/events.ts';
import type { Step } from '../../../../src/lesson/step.ts';

import { never, sessionWith, type World } from './door-session.ts';

/** What a session takes in of the learner: predictions, and what stands in forms. */

test('what was predicted is told, and stays when the step is run; what is not offered is not', async () => {
  const prediction = { question: 'Does it?', choices: ['no', 'yes'], answer: 1, because: 'It does.' };
  const { session, events, shown } = sessionWith({ prediction });
  session.predict('open', 1);
  session.predict('open', 0);
  session.predict('open', 2);
  session.predict('open', Number.NaN);
  await session.run('open', never());
  session.predict('open', 1, true);
  expect(shown()).toMatchObject({
    status: 'done',
    predicted: { choice: 0, right: false },
    predictedAgain: { choice: 1, right: true },
  });
  await session.run('open', never());
  expect(shown()).toMatchObject({ predicted: { choice: 0 }, predictedAgain: { choice: 1 } });
  const told = events.filter(({ type }) => type === 'prediction');
  expect(told).toHaveLength(3);
  for (const event of told) expect(sessionEventSchema.parse(event)).toEqual(event);
});

describe('a step with a form', () => {
  const form: Step<World>['form'] = [
    {
      kind: 'text',
      id: 'knock',
      label: 'knock',
      help: 'How.',
      initial: 'twice',
      longest: 80,
      problem: (text) => (text === 'never' ? 'One has to knock.' : undefined),
    },
  ];
  const knocking = () => {
    const heard: string[] = [];
    const run: Step<World>['run'] = async ({ lab, tell }, { knock = '' }) => {
      heard.push(knock);
      lab.door = 'open';
      tell({ type: 'call', step: 'open', traceId: `${heard.length}` });
    };
    return { ...sessionWith({ form, run }), heard };
  };

  test('acts with what was entered, or with what stands there from the start; each call is known by it', async () => {
    const { session, events, shown, heard } = knocking();
    await session.run('open', never());
    await session.run('open', never(), 'prove', { knock: 'thrice' });
    await session.verify('open', never());
    expect(heard).toEqual(['twice', 'thrice']);
    expect(shown()?.submissions).toEqual([
      { values: { knock: 'twice' }, call: '1' },
      { values: { knock: 'thrice' }, call: '2' },
    ]);
    for (const event of events) expect(sessionEventSchema.parse(event)).toEqual(event);
  });

  test('does not act with what cannot be taken, and says why', async () => {
    const { session, heard } = knocking();
    expect(await session.run('open', never(), 'prove', { knock: 'never' })).toMatchObject({
      kind: 'usage',
      message: 'One has to knock.',
    });
    expect(heard).toEqual([]);
  });

  test('tells no secret that was entered, and remembers only so many', async () => {
    const { session, events, shown, heard } = knocking();
    const secret = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(30)}`;
    await session.run('open', never(), 'prove', { knock: secret });
    expect(heard).toEqual([secret]);
    expect(JSON.stringify(events)).not.toContain('c'.repeat(30));
    for (let times = 0; times < 30; times += 1) await session.run('open', never());
    expect(shown()?.submissions.length).toBeLessThanOrEqual(12);
  });
});
