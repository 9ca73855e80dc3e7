import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { KEYCLOAK_IMAGE } from '../../../../../services/identity/container/image.ts';
import { deploymentFrom } from '../../../../../src/deployment/deployment-from.ts';
import { runLinear } from '../../../../../src/guided/linear/linear.ts';
import { listenToSignals } from '../../../../../src/interrupt/signals.ts';
import { COURSE_WORDS } from '../../../../../steps/course-words.ts';

const home = mkdtempSync(join(tmpdir(), 'tutorial-tui-linear-'));
const before = { ...process.env };

beforeAll(() => {
  // Each system looks elsewhere for the folder of its runs.
  for (const name of ['HOME', 'XDG_STATE_HOME', 'LOCALAPPDATA']) process.env[name] = home;
});
afterAll(() => {
  process.env = before;
  rmSync(home, { recursive: true, force: true });
});
afterEach(() => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK', 'SIGUSR1']) process.removeAllListeners(signal);
});

/** The walkthrough in lines at a terminal of the test's; `answer` hears all that was said so far, whenever something is. */
async function linear(answer: (said: string, press: (text: string) => void) => void) {
  const program = new AbortController();
  listenToSignals(program, () => {});
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  let said = '';
  stdout.on('data', (text) => {
    said += text;
    answer(said, (keys) => void setImmediate(() => stdin.write(keys)));
  });
  const io = { stdin, stdout, stderr: new PassThrough(), env: {}, signal: program.signal, entry: 'none' };
  const exitCode = await runLinear(
    { deployment: deploymentFrom({ idp: 'embedded' }), keycloakImage: KEYCLOAK_IMAGE, ports: {} },
    io,
    COURSE_WORDS,
  );
  return { exitCode, said, raw, program };
}

/** Does each thing once, when the text before it has been said. */
function when(...script: readonly (readonly [text: string, act: (press: (text: string) => void) => void])[]) {
  const left = [...script];
  return (said: string, press: (text: string) => void) => {
    const [next] = left;
    if (!next || !said.includes(next[0])) return;
    left.shift();
    next[1](press);
  };
}

test('at a line Ctrl-C is a signal: the walkthrough hears it, twice it ends, and then it is the program’s again', async () => {
  // A worker of Jest has a channel to its parent as a part has, which leaves Ctrl-C to the process that started it.
  Object.defineProperty(process, 'connected', { value: false, configurable: true });
  const { exitCode, said, program } = await linear(
    when(['User name', () => process.emit('SIGINT')], ['Ctrl-C again ends the program.', () => process.emit('SIGINT')]),
  );
  expect(exitCode).toBe(130);
  expect(said.match(/Ctrl-C again/g)).toHaveLength(1);
  expect(program.signal.aborted).toBe(false);
  process.emit('SIGINT');
  expect(program.signal.aborted).toBe(true);
});

test('where nothing is shown of what is typed, Ctrl-C is a key, and means the same', async () => {
  const { exitCode, said, raw } = await linear(
    when(
      ['User name', (press) => press('\n')],
      ['Password', (press) => press('secret\u0003')],
      ['Ctrl-C again ends the program.', (press) => press('\u0003')],
    ),
  );
  expect(exitCode).toBe(130);
  expect(said).not.toContain('secret');
  expect(raw.at(-1)).toBe(false);
});

test('the end from outside ends it, and hands Ctrl-C back', async () => {
  const { exitCode } = await linear(when(['User name', () => process.emit('SIGTERM')]));
  expect(exitCode).toBe(130);
});
