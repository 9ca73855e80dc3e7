import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { stepsOf } from '../../src/lesson/chapter.ts';
import { letAModelCall } from '../../steps/model/index.ts';
import { REAL_OLLAMA } from '../contract/model-server-lab.ts';
import { clearAll, run } from './program.ts';
import { freePorts } from './world.ts';

type Program = Awaited<ReturnType<typeof run>>;

const IDS = stepsOf([letAModelCall]).map(({ id }) => id);
const hopsOf = (program: Program) => program.events().flatMap((event) => (event.type === 'hop' ? [event.hop] : []));
const endsOf = (program: Program) =>
  program
    .events()
    .flatMap((event) =>
      event.type === 'step-ended' && IDS.includes(event.step) ? [[event.step, event.status] as const] : [],
    );

/** The chapter with a model, on a port of its own for it: others may be asked at the usual one. */
async function chapter(...which: readonly string[]): Promise<Program> {
  const [port] = await freePorts(1);
  const args = ['--ci', '--idp', 'embedded', '--chapter', 'model', '--json', '--port-model', String(port), ...which];
  return run(args);
}

afterAll(clearAll);

describe('with the scripted model', () => {
  let program: Program;
  beforeAll(async () => {
    program = await chapter('--ollama', 'scripted');
  }, 120_000);

  test('each step is proved', () => {
    expect(endsOf(program)).toEqual(IDS.map((id) => [id, 'done']));
    expect(program.code).toBe(0);
  });

  test('the model is asked by you and by the stack server, and brought no credential', () => {
    const turns = hopsOf(program).filter(({ to, answer }) => to === 'model' && answer);
    expect(new Set(turns.map(({ from }) => from))).toEqual(new Set(['you', 'stack']));
    expect(turns.filter(({ credential }) => credential.text !== '')).toEqual([]);
    expect(turns.filter(({ exchange }) => /eyJ/.test(JSON.stringify(exchange.request)))).toEqual([]);
  });

  test('the same token went to the tool by both ways', () => {
    const atTool = hopsOf(program).filter(({ to, answer }) => to === 'tool' && answer?.ok);
    expect(new Set(atTool.map(({ traceId }) => traceId)).size).toBe(2);
    expect(new Set(atTool.map(({ credential }) => credential.print)).size).toBe(1);
  });

  test('the other address was sent nothing', () => {
    const withheld = hopsOf(program).filter(
      ({ to, answer }) => to === 'mcp' && /token was not sent/.test(answer?.text ?? ''),
    );
    expect(withheld.length).toBe(1);
    expect(hopsOf(program).filter(({ from, to }) => from === 'mcp' && to !== 'tool' && to !== 'identity')).toEqual([]);
  });
});

/** A JWT as anybody makes one up: its header is nearly that of a real one. */
const MADE_UP = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjEifQ.e30.c2ln';

/** The chapter with a server that answers as an ollama does whose model says the same to every question. */
async function chapterWith(message: (words: string) => object): Promise<Program> {
  const answers: Readonly<Record<string, (words: string) => object>> = {
    '/api/version': () => ({ version: '1' }),
    '/api/tags': () => ({ models: [{ name: 'odd' }] }),
    '/api/show': () => ({ capabilities: ['tools'] }),
    '/api/chat': (words) => ({ message: { role: 'assistant', content: null, ...message(words) } }),
  };
  const server = createServer(async (request, response) => {
    const asked = await text(request);
    response.end(JSON.stringify(answers[request.url ?? '']?.(asked) ?? {}));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  try {
    return await chapter('--ollama', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const callOf = (name: string, given: object) => ({ function: { name, arguments: given } });

test('what a model makes up is not taken for a token, nor another tool for the one that was called', async () => {
  const program = await chapterWith((asked) => {
    if (asked.includes('"role":"tool"')) return { content: 'done' };
    const [url] = /http:[^\s"]+/.exec(asked.slice(asked.indexOf('"content"'))) ?? [];
    if (!url) return { content: `It is\n${MADE_UP}` };
    return { tool_calls: [callOf('delete_everything', {}), callOf('fetch', { url })] };
  });
  expect(endsOf(program)).toEqual(IDS.map((id) => [id, 'done']));
  const saw = program.events().flatMap((event) => (event.type === 'check' ? [event.check.saw] : []));
  expect(saw.join('\n')).toMatch(/^it calls fetch\(http:\/\/localhost:\d+\)$/m);
  expect(saw.join('\n')).toMatch(/^it says: It is eyJ/m);
}, 60_000);

test('the call of a tool that was not offered is none, and is said', async () => {
  const program = await chapterWith(() => ({ tool_calls: [callOf('delete_everything', { path: '/' })] }));
  expect(program.code).toBe(3);
  expect(program.stderr + program.stdout).toContain('it calls delete_everything(/), a tool that it was not offered');
}, 60_000);

test('arguments that do not name the tool are said to be the model’s', async () => {
  const program = await chapterWith(() => ({ tool_calls: [callOf('fetch', { url: { no: 'address' } })] }));
  expect(program.code).toBe(3);
  expect(program.stderr + program.stdout).toContain('The arguments came from the model, and do not name the tool.');
}, 60_000);

test('where no ollama answers at its address, the way out without it is named', async () => {
  const [port] = await freePorts(1);
  const program = await run(['--ci', '--idp', 'embedded', '--only', '5.1', '--ollama', `http://localhost:${port}`]);
  expect(program.code).toBe(5);
  expect(program.stderr).toContain(`Your model server does not answer at http://localhost:${port}.`);
  expect(program.stderr).toContain('--ollama scripted');
}, 60_000);

test('without a model its steps are left out, and say why', async () => {
  const only = ['0', ...IDS].join();
  const program = await run(['--ci', '--json', '--idp', 'embedded', '--only', only, '--ollama', 'none']);
  expect(program.code).toBe(0);
  expect(endsOf(program)).toEqual(IDS.map((id) => [id, 'skipped']));
  expect(program.stdout).toContain('no model is wanted: --ollama none');
}, 60_000);

test('with a real one, where OLLAMA_HOST names one, its answers are judged by what it called', async () => {
  if (REAL_OLLAMA === undefined) {
    process.stderr.write('OLLAMA_HOST names no ollama: chapter 5 was tried with the scripted model alone.\n');
    return;
  }
  const program = await chapter('--ollama', REAL_OLLAMA, '--timeout', '10m');
  const checks = program
    .events()
    .flatMap((event) => (event.type === 'check' && event.check.id === 'never-told' ? [event.check] : []));
  expect(checks.length).toBeGreaterThan(0);
  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
}, 660_000);
