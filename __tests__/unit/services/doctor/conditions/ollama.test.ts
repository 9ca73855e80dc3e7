import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { OllamaAround } from '../../../../../services/doctor/around.ts';
import { ollamaCondition } from '../../../../../services/doctor/conditions/ollama.ts';
import { saysTheWayOut, seenBy } from '../seen.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An ollama with these models, each with what it can do. */
function ollama(models: Readonly<Record<string, readonly string[]>>): Promise<string> {
  return serve(async (request, response) => {
    const body = JSON.parse((await text(request)) || '{}');
    response.setHeader('content-type', 'application/json');
    if (request.url === '/api/version') response.end('{"version":"0.9.1"}');
    else if (request.url === '/api/tags')
      response.end(
        JSON.stringify({ models: Object.keys(models).map((name) => ({ name, details: { family: name } })) }),
      );
    else response.end(JSON.stringify({ capabilities: models[body.model] }));
  });
}

async function seen(around: Partial<OllamaAround>) {
  const [line] = await seenBy(ollamaCondition, {
    ollama: { which: 'auto', host: undefined, model: undefined, ...around },
  });
  expect(line && saysTheWayOut(line)).toBe(true);
  return line;
}

const MODELS = {
  'llama3.2:3b': ['completion', 'tools'],
  'all-minilm:latest': ['embedding'],
  'qwen3:latest': ['tools'],
};

test('one with models, by its URL and by OLLAMA_HOST', async () => {
  const at = await ollama(MODELS);
  const expected = {
    state: 'ok',
    saw: `0.9.1 at ${at}, 3 models`,
    details: ['llama3.2:3b can call tools', 'all-minilm:latest cannot call tools', 'qwen3:latest can call tools'],
  };
  expect(await seen({ which: at })).toEqual(expected);
  expect(await seen({ host: at.replace('http://', '') })).toEqual(expected);
});

test.each([
  ['llama3.2:3b', 'ok', /3 models$/],
  ['qwen3', 'ok', /3 models$/],
  ['all-minilm', 'failure', /all-minilm cannot call tools$/],
  ['mistral', 'failure', /mistral is not there$/],
])('one of its models, %s', async (model, state, saw) => {
  expect(await seen({ which: await ollama(MODELS), model })).toMatchObject({ state, saw: expect.stringMatching(saw) });
});

test('one whose models call no tools, and one without any', async () => {
  expect(await seen({ host: await ollama({ a: ['completion'] }) })).toMatchObject({
    state: 'warning',
    saw: expect.stringMatching(/1 model, none of which can call tools$/),
    next: expect.stringMatching(/which is taken now/),
  });
  expect(await seen({ which: await ollama({}) })).toMatchObject({
    state: 'warning',
    saw: expect.stringMatching(/0 models/),
  });
});

test('one with a hundred models is asked about some of them, and about the one that is wanted', async () => {
  const models = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`m${at}`, ['tools']]));
  const line = await seen({ host: await ollama(models), model: 'm99' });
  expect(line).toMatchObject({ state: 'ok', saw: expect.stringMatching(/, 100 models, 20 of them asked$/) });
  expect(line?.details).toHaveLength(20);
  expect(line?.details?.[0]).toBe('m99 can call tools');
});

test('a scripted one is none', async () => {
  expect(await seen({ host: await ollama({ scripted: ['tools'] }) })).toMatchObject({
    state: 'ok',
    saw: expect.stringMatching(/^a scripted model answers at/),
  });
});

test.each(['scripted', 'none'])('%s asks nobody', async (which) => {
  expect(await seen({ which, host: 'http://127.0.0.1:1' })).toEqual({
    state: 'ok',
    saw: `not asked: --ollama ${which}`,
  });
});

test.each([
  ['that was asked for', { which: 'http://127.0.0.1:1' }, 'failure', /No ollama answers at http:\/\/127.0.0.1:1/],
  ['that OLLAMA_HOST names', { host: '127.0.0.1:1' }, 'warning', /No ollama answers/],
])('none, %s', async (_, around, state, saw) => {
  expect(await seen(around)).toMatchObject({ state, saw: expect.stringMatching(saw) });
});

test('something else in its place', async () => {
  const which = await serve((_, response) => response.end('<html>hello</html>'));
  expect(await seen({ which })).toMatchObject({
    state: 'failure',
    saw: expect.stringMatching(/does not answer as an ollama/),
  });
});
