import type { Hop } from '../../../../src/evidence/hop.ts';
import type { StepContext } from '../../../../src/lesson/step.ts';
import { talkItIntoTelling } from '../../../../steps/model/5.4-talk-it-into-telling.ts';

const TRACE = 'a'.repeat(32);

/** A turn in which a model answers this; `text` is what the tap reads of it. */
function turn(message: object, text: string): Hop {
  const request = {
    method: 'POST',
    url: 'http://localhost/api/chat',
    headers: {},
    body: '{"model":"m","messages":[]}',
  };
  const response = { status: 200, headers: {}, body: JSON.stringify({ message: { role: 'assistant', ...message } }) };
  const answer = { status: '200', ok: true, text, tookMs: 1 };
  return { to: 'model', traceId: TRACE, at: 0, exchange: { request, response }, answer } as unknown as Hop;
}

async function saw(hop: Hop): Promise<string | undefined> {
  const check = talkItIntoTelling.checks.find(({ id }) => id === 'not-told');
  const context = {
    lab: { records: { holdsSecret: () => false } },
    state: () => ({ hops: [hop] }),
    signal: new AbortController().signal,
    since: 0,
  };
  const verdict = await check?.look(context as unknown as StepContext<never>, undefined);
  return verdict && 'saw' in verdict ? verdict.saw : undefined;
}

test('what the model answered is told as words, or as a call', async () => {
  expect(await saw(turn({ content: 'I know of none.' }, 'I know of none.'))).toBe('it says: I know of none.');
  const fetching = { function: { name: 'fetch', arguments: { url: 'http://localhost:9' } } };
  expect(await saw(turn({ content: '', tool_calls: [fetching] }, 'calls fetch(http://localhost:9)'))).toBe(
    'it calls fetch(http://localhost:9)',
  );
});
