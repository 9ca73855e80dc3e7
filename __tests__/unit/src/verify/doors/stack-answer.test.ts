import { NoAnswer } from '../../../../../services/wire/no-answer.ts';
import { TutorialError } from '../../../../../src/errors.ts';
import { readInvocation, readStackFault } from '../../../../../src/verify/doors/stack-answer.ts';

const READING = {
  mask: (text: string) => text,
  parties: { tool: 'http://localhost:10000', mcp: 'http://localhost:8010/sse' },
};
const result = (content: unknown, error_code: number | null, error_message: string | null = null) =>
  ({ content, error_code, error_message, metadata: null }) as Parameters<typeof readInvocation>[0];
const refusedBy = (url: string) => `Client error '401 Unauthorized' for url '${url}'\nFor more information check: x`;
const answered = (status: number, body: string, headers: Record<string, string> = {}) => ({
  request: { method: 'POST', url: 'http://localhost:8321/v1/tool-runtime/invoke', headers: {} },
  response: { status, headers, body },
});

test.each([
  ['{"type":"text","text":"Hello, world!","annotations":null}'],
  [[{ type: 'text', text: 'Hello, world!' }]],
  ['Hello, world!'],
])('the text of a result is found, in whichever form: %j', (content) => {
  expect(readInvocation(result(content, 0), undefined, READING)).toMatchObject({
    outcome: 'accepted',
    said: 'Hello, world!',
  });
});

test('a failed call is a refusal, by whom its words name', () => {
  const text = `Error executing tool fetch: ${refusedBy('http://localhost:10000')}`;
  expect(readInvocation(result([{ type: 'text', text }], 1), undefined, READING)).toMatchObject({
    outcome: 'refused',
    by: 'tool',
    status: 'error_code 1',
  });
});

test('a refusal in the form of a Llama Stack is one, and may be the MCP server’s', () => {
  const error = new TutorialError('check-failed', 'refused', { why: refusedBy('http://localhost:8010/sse') });
  expect(readStackFault(error, answered(401, '{"detail":"x"}'), READING)).toMatchObject({
    outcome: 'refused',
    by: 'mcp',
    status: '401',
  });
});

test('a login page, nobody, and a drip are what they are', () => {
  const error = new TutorialError('part-unreachable', 'no Llama Stack', { why: 'x' });
  const page = answered(200, '<title>Sign in</title>', { 'content-type': 'text/html' });
  expect(readStackFault(error, page, READING)).toMatchObject({
    outcome: 'odd',
    is: expect.stringContaining('login page'),
  });
  const nobody = new TutorialError('part-unreachable', 'x', { cause: new NoAnswer('connect', 'refused') });
  expect(readStackFault(nobody, undefined, READING)).toMatchObject({
    outcome: 'none',
    is: expect.stringContaining('nobody'),
  });
  const late = new TutorialError('part-unreachable', 'x', { cause: new NoAnswer('timeout', 'not in time') });
  expect(readStackFault(late, undefined, READING)).toMatchObject({
    outcome: 'none',
    is: expect.stringContaining('in time'),
  });
});

test('a model that made no call is neither a yes nor a no', () => {
  const error = new TutorialError('check-failed', 'The model m did not call fetch.', {
    why: 'It said: no.',
    next: 'Name another.',
  });
  expect(readStackFault(error, answered(200, '{}'), READING)).toMatchObject({
    outcome: 'odd',
    is: 'The model m did not call fetch',
    next: 'Name another.',
  });
});
