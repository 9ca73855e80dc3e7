import { Lab, type LabEvent, type LabOptions } from '../../services/lab.ts';
import { Secret } from '../../services/secret.ts';
import type { PartProcess, PartProcessOptions } from '../../services/supervisor.ts';
import { TutorialError } from '../../src/errors.ts';

const never = () => new AbortController().signal;

/** A process that is a fake: it starts when the test says so, and tells what was done to it. */
class FakeProcess implements PartProcess {
  readonly ended: Promise<TutorialError>;
  readonly options: PartProcessOptions;
  args: readonly string[] | undefined;
  stopped = 0;
  #end: (error: TutorialError) => void = () => {};
  readonly #hangs: boolean;

  constructor(options: PartProcessOptions, hangs: boolean) {
    this.options = options;
    this.#hangs = hangs;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async start(args: readonly string[], signal: AbortSignal) {
    this.args = args;
    if (this.#hangs) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    return { url: `http://localhost:${args[1]}`, version: 'fake', pid: 7 };
  }

  die(): void {
    this.#end(new TutorialError('part-unreachable', 'It died.'));
  }

  stop = async () => {
    this.stopped += 1;
  };
}

function labWith({ hangs = false } = {}) {
  const spawned: FakeProcess[] = [];
  const events: LabEvent[] = [];
  const unused = () => Promise.reject(new Error('not part of this test'));
  const port = (number: number) => ({ port: number, pinned: false });
  const options: LabOptions = {
    program: 'tutorial-tui',
    ports: { identity: port(1), tool: port(2), mcp: port(3), stack: port(4) },
    credentials: { userName: 'alan', password: new Secret('secret'), generated: false },
    dataFolder: undefined,
    identity: { look: async () => ({ passed: true, saw: 'embedded', kind: 'embedded' }), open: unused },
    spawner: async () => (part) => {
      const process = new FakeProcess(part, hangs);
      spawned.push(process);
      return process;
    },
    tokenClient: unused,
    onEvent: (event) => events.push(event),
  };
  const states = () =>
    events.flatMap((event) => (event.type === 'part' ? [`${event.state.part} ${event.state.status}`] : []));
  return { lab: new Lab(options), spawned, states };
}

test('a part is started once, on the port that is wanted for it', async () => {
  const { lab, spawned, states } = labWith();
  await lab.start('tool', never());
  await lab.start('tool', never());
  expect(spawned.map(({ args }) => args)).toEqual([
    ['--port', '2', '--or-next', '--issuer', 'http://localhost:1/realms/demo'],
  ]);
  expect(lab.url('tool')).toBe('http://localhost:2');
  expect(states()).toEqual(['tool starting', 'tool ready']);
});

test('a part that died can be started again, in a process of its own', async () => {
  const { lab, spawned, states } = labWith();
  await lab.start('mcp', never());
  spawned[0]?.die();
  await new Promise(setImmediate);
  expect(lab.isReady('mcp')).toBe(false);
  await lab.start('mcp', never());
  expect(lab.isReady('mcp')).toBe(true);
  expect(spawned).toHaveLength(2);
  expect(states()).toEqual(['mcp starting', 'mcp ready', 'mcp failed', 'mcp starting', 'mcp ready']);
});

test('closing the lab ends what runs and what only waits', async () => {
  const { lab, spawned } = labWith();
  await lab.warmUp(never());
  await lab.start('tool', never());
  await lab.close();
  expect(spawned).toHaveLength(4);
  expect(spawned.filter(({ stopped }) => stopped === 0)).toEqual([]);
  expect(lab.isReady('tool')).toBe(false);
});

test('closing the lab aborts a start that is under way, and waits for its end', async () => {
  const { lab, states } = labWith({ hangs: true });
  const starting = lab.start('tool', never());
  starting.catch(() => {});
  await new Promise(setImmediate);
  await lab.close();
  await expect(starting).rejects.toMatchObject({ kind: 'interrupted' });
  expect(states()).toEqual(['tool starting', 'tool failed']);
});

test('only the identity provider is given the learner’s password', async () => {
  const { lab, spawned } = labWith();
  await lab.warmUp(never());
  const given = spawned.filter(({ options }) => JSON.stringify(options.env).includes('secret'));
  expect(given.map(({ options }) => options.part)).toEqual(['identity']);
});
