import { FETCH, type ModelLab, openModel, REAL_OLLAMA } from './model-server-lab.ts';

let lab: ModelLab;
beforeAll(async () => {
  lab = await openModel();
});
afterAll(() => lab.close());

interface Answered {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
}

async function ask(base: string, path: string, body?: unknown): Promise<Answered> {
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await fetch(base + path, body === undefined ? {} : { method: 'POST', body: sent });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
}

const scripted = async (path: string, body?: unknown) => ask(lab.url, path, body);
const linesOf = ({ text }: Answered) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Who answers; a real one where OLLAMA_HOST names one. The rows are those of docs/references/ollama.md. */
const SERVERS: readonly (readonly [name: string, base: () => string])[] = [
  ['the scripted one', () => lab.url],
  ...(REAL_OLLAMA === undefined ? [] : [['a real one', () => String(REAL_OLLAMA)] as const]),
];

describe.each(SERVERS)('%s answers as ollama does', (_, base) => {
  const JSON_TYPE = 'application/json; charset=utf-8';
  const MODEL = {
    name: expect.stringContaining(':'),
    model: expect.stringContaining(':'),
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    size: expect.any(Number),
    modified_at: expect.any(String),
  };

  test.each<[what: string, path: string, body: unknown, status: number, answer: unknown]>([
    ['its version', '/api/version', undefined, 200, { version: expect.stringMatching(/^\d+\.\d+\.\d+/) }],
    ['its models', '/api/tags', undefined, 200, { models: expect.arrayContaining([expect.objectContaining(MODEL)]) }],
    ['what is loaded', '/api/ps', undefined, 200, { models: expect.any(Array) }],
    [
      'of a model that is not there',
      '/api/chat',
      { model: 'nope:1b', messages: [] },
      404,
      { error: "model 'nope:1b' not found" },
    ],
    ['of no model', '/api/chat', {}, 400, { error: 'model is required' }],
    [
      'of messages that are none',
      '/api/chat',
      { model: 'nope', messages: 'hello' },
      400,
      { error: 'json: cannot unmarshal string into Go struct field ChatRequest.messages of type []api.Message' },
    ],
  ])('%s', async (_what, path, body, status, answer) => {
    const answered = await ask(base(), path, body);
    expect({ ...answered, text: JSON.parse(answered.text) }).toEqual({ status, type: JSON_TYPE, text: answer });
  });

  test('which of its models can call tools', async () => {
    const { models } = JSON.parse((await ask(base(), '/api/tags')).text);
    for (const { name } of models) {
      const shown = JSON.parse((await ask(base(), '/api/show', { model: name })).text);
      expect(shown.capabilities).toContain('completion');
    }
  });
});

test('where no real one can be asked, that is said', () => {
  if (!REAL_OLLAMA) process.stderr.write('OLLAMA_HOST names no ollama: only the scripted model was asked.\n');
});

test('it says of itself that it is scripted, wherever a model can say what it is', async () => {
  const { models } = JSON.parse((await scripted('/api/tags')).text);
  expect(models.map(({ name }: { name: string }) => name)).toEqual(['scripted:latest', 'scripted-plain:latest']);
  for (const { name, details } of models) {
    expect(details).toMatchObject({ family: 'scripted', format: 'scripted', parameter_size: '0' });
    expect(JSON.parse((await scripted('/api/show', { model: name })).text).modelfile).toContain('is scripted');
  }
  expect((await scripted('/')).text).toMatch(/^Ollama is running.*scripted/);
  expect(JSON.parse((await scripted('/api/version')).text).version).toMatch(/scripted$/);
  expect(lab.version).toContain('scripted');
});

test.each([
  ['scripted', ['completion', 'tools']],
  ['scripted-plain:latest', ['completion']],
])('%s can do %j', async (model, capabilities) => {
  expect(JSON.parse((await scripted('/api/show', { model })).text)).toMatchObject({ capabilities });
});

const WORDS = [{ role: 'user', content: 'Fetch http://localhost:10000, please.' }];

test('a call comes whole, with an object as its arguments, an id, and the times in nanoseconds', async () => {
  const [line] = linesOf(
    await scripted('/api/chat', { model: 'scripted', messages: WORDS, tools: [FETCH], stream: false }),
  );
  expect(line).toMatchObject({
    model: 'scripted',
    message: {
      role: 'assistant',
      content: '',
      tool_calls: [
        {
          id: expect.stringMatching(/^call_[a-z0-9]{8}$/),
          function: { index: 0, name: 'fetch', arguments: { url: 'http://localhost:10000' } },
        },
      ],
    },
    done: true,
    done_reason: 'stop',
    eval_count: expect.any(Number),
  });
  expect(line.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/);
});

test('as a stream it is a line, and one after it without words', async () => {
  const answered = await scripted('/api/chat', { model: 'scripted', messages: WORDS, tools: [FETCH] });
  expect(answered.type).toBe('application/x-ndjson');
  const lines = linesOf(answered);
  expect(lines.map(({ done }) => done)).toEqual([false, true]);
  expect(lines[0].message.tool_calls).toHaveLength(1);
  expect(lines[1].message).toEqual({ role: 'assistant', content: '' });
});

test('a text streams word by word, and HTML’s own signs are escaped', async () => {
  const messages = [...WORDS, { role: 'tool', tool_name: 'fetch', content: 'Hello, <b>world</b> & all!' }];
  const answered = await scripted('/api/chat', { model: 'scripted', messages, tools: [FETCH] });
  const lines = linesOf(answered);
  const told = lines.map(({ message }) => message.content).join('');
  expect(lines.length).toBeGreaterThan(3);
  expect(told).toBe('The tool fetch answered: Hello, <b>world</b> & all!');
  expect(answered.text).toContain('\\u003cb\\u003eworld');
});

test.each([true, false])('tools for a model that can call none are refused; stream: %s', async (stream) => {
  const answered = await scripted('/api/chat', { model: 'scripted-plain', messages: WORDS, tools: [FETCH], stream });
  expect(answered.status).toBe(400);
  expect(JSON.parse(answered.text)).toEqual({
    error: 'registry.ollama.ai/library/scripted-plain:latest does not support tools',
  });
});

test('its log counts messages and tools as one speaks', async () => {
  await scripted('/api/chat', { model: 'scripted', messages: WORDS, tools: [], stream: false });
  expect(lab.logs.at(-1)).toContain(', 1 message, 0 tools');
  await scripted('/api/chat', { model: 'scripted', messages: [...WORDS, ...WORDS], tools: [FETCH], stream: false });
  expect(lab.logs.at(-1)).toContain(', 2 messages, 1 tool');
});

test('without messages it is only loaded', async () => {
  const [line] = linesOf(await scripted('/api/chat', { model: 'scripted', messages: [], stream: false }));
  expect(line).toMatchObject({ message: { content: '' }, done: true, done_reason: 'load' });
});

test('a pull of what is there tells of each layer once; another is refused within the stream', async () => {
  const told = linesOf(await scripted('/api/pull', { name: 'scripted', stream: true }));
  expect(told.map(({ status }) => status.replace(/[0-9a-f]{12}/, '…'))).toEqual([
    'pulling manifest',
    'pulling …',
    'verifying sha256 digest',
    'writing manifest',
    'success',
  ]);
  const layer = told[1];
  expect(layer.completed).toBe(layer.total);
  expect(layer.digest.slice('sha256:'.length, 'sha256:'.length + 12)).toBe(layer.status.slice('pulling '.length));
  const unknown = await scripted('/api/pull', { name: 'smollm2:135m', stream: true });
  expect(unknown.status).toBe(200);
  expect(linesOf(unknown)).toEqual([
    { status: 'pulling manifest' },
    { error: 'pull model manifest: file does not exist' },
  ]);
  expect(await scripted('/api/pull', { name: 'smollm2:135m', stream: false })).toMatchObject({ status: 500 });
});

test.each<[what: string, ask: () => Promise<Answered>, status: number, says: string]>([
  ['no JSON', () => scripted('/api/chat', '{"model":'), 400, 'no JSON'],
  ['no body', () => scripted('/api/chat', ''), 400, 'missing request body'],
  [
    'a body of 2 MB',
    () => scripted('/api/chat', JSON.stringify({ model: 'x'.repeat(2 * 1024 * 1024) })),
    413,
    'larger than',
  ],
  ['another path', () => scripted('/api/nope'), 404, '404 page not found'],
  ['another method', () => scripted('/api/tags', {}), 405, '405 method not allowed'],
  [
    'a role that is none',
    () => scripted('/api/chat', { model: 'scripted', messages: [{ role: 1 }] }),
    400,
    'ChatRequest.messages.role of type string',
  ],
])('%s is refused', async (_, send, status, says) => {
  const answered = await send();
  expect(answered.status).toBe(status);
  expect(answered.text).toContain(says);
});

test('a page of another origin is refused', async () => {
  const answer = await fetch(`${lab.url}/api/tags`, { headers: { origin: 'http://evil.example' } });
  expect(answer.status).toBe(403);
});
