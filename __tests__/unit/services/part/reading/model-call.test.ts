import { chatAnswer } from '../../../../../services/part/reading/model-call.ts';

const CALL = { function: { name: 'fetch', arguments: { url: 'http://localhost:10000' } } };
const OPENAI = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'Hello' } }] });

/** Answers in the forms of docs/references/ollama.md, and in OpenAI's, which ollama has as well. */
test.each<[what: string, status: number, body: string, ok: boolean, text: string]>([
  ['words', 200, JSON.stringify({ message: { content: 'Hello' } }), true, 'Hello'],
  [
    'a call',
    200,
    JSON.stringify({ message: { content: '', tool_calls: [CALL] } }),
    true,
    'calls fetch(http://localhost:10000)',
  ],
  [
    'a stream',
    200,
    '{"message":{"content":"Hel"}}\n{"message":{"content":"lo"}}\n{"message":{"content":null}}\n',
    true,
    'Hello',
  ],
  ['a form that is not read', 200, OPENAI, true, OPENAI],
  ['an error in the place of an answer', 200, '{"error":"out of memory"}', false, 'out of memory'],
  ['a refusal', 404, '{"error":"model not found"}', false, 'model not found'],
])('what a model answers: %s', (_, status, body, ok, text) => {
  expect(chatAnswer(status, body)).toEqual({ status: String(status), ok, text });
});
