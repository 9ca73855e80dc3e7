import { createOllama } from '../../services/clients/ollama.ts';
import { Recording } from '../../services/part/tap/recording.ts';
import { openTap } from '../../services/part/tap/tap.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newSalt, printer } from '../../src/evidence/print.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import { until } from '../../steps/until.ts';
import { FETCH, type ModelLab, openModel } from './model-server-lab.ts';

const signal = new AbortController().signal;
const PATIENCE_MS = 20_000;
let model: ModelLab;
beforeAll(async () => {
  model = await openModel();
});
afterAll(() => model.close());

test('a tap before a model tells of each turn, by whom it was asked, and keeps every byte', async () => {
  const hops: Hop[] = [];
  const recording = new Recording();
  const reporter = { log: () => {}, hop: (hop: Hop) => void hops.push(hop), print: printer(newSalt()) };
  const tap = await openTap({ to: new URL(model.url), as: 'model', name: 'model', recording }, reporter);
  try {
    const traceId = newTraceId();
    const words = 'Fetch http://localhost:10000';
    const messages = [{ role: 'user', content: words }];
    await createOllama({ host: tap.url, signal, traceId }).chat({ model: 'scripted', messages, tools: [FETCH] });
    await createOllama({ host: tap.url, signal, agent: 'llama-stack/0.2.3 (tutorial-tui)' }).chat({
      model: 'scripted',
      messages,
    });
    await createOllama({ host: tap.url, signal }).version();
    await fetch(`${tap.url}/api/chat`, {
      method: 'POST',
      body: JSON.stringify({ model: 'nope', messages, stream: false }),
    });
    const answered = () => hops.filter(({ answer }) => answer);
    await until(() => answered().length >= 3, PATIENCE_MS, signal);
    expect(
      answered().map(({ from, to, carrier, answer }) => [from, to, carrier, answer?.status, answer?.text]),
    ).toEqual([
      ['you', 'model', 'none', '200', 'calls fetch(http://localhost:10000)'],
      ['stack', 'model', 'none', '200', expect.stringContaining('scripted model')],
      ['you', 'model', 'none', '404', "model 'nope' not found"],
    ]);
    expect(hops[0]?.traceId).toBe(traceId);
    expect(recording.size).toMatchObject({ requests: 4, unkept: 0 });
    const sent = [...recording.streams()].map(String).join('');
    expect(sent.split(words).length - 1).toBe(3);
    expect(sent.length).toBe(recording.size.bytes);
    expect(sent).toContain(`traceparent: 00-${traceId}`);
  } finally {
    await tap.close();
  }
});
