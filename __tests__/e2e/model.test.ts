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

test('without a model the chapter is left out, and says why', async () => {
  const program = await chapter('--ollama', 'none');
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
