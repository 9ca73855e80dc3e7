import type { TokenSet } from '../../../../services/clients/login.ts';
import { endpointsExpected } from '../../../../services/identity/choose.ts';
import { Lab } from '../../../../services/lab/lab.ts';
import type { LabEvent, LabOptions } from '../../../../services/lab/lab-options.ts';
import { bundledPart } from '../../../../services/part/bundled-part.ts';
import type { PartProcess, PartProcessOptions } from '../../../../services/part/supervisor.ts';
import { PARTS } from '../../../../services/parts.ts';
import { TutorialError } from '../../../../src/errors.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { REALM } from '../../../../steps/propagation/realm.ts';
import { USER_TOKEN } from '../../../../steps/propagation/user-token.ts';
import { freePorts } from '../../../e2e/world.ts';

const never = () => new AbortController().signal;
const JWT = [{ alg: 'RS256' }, { sub: 'alan' }, 'signature'].map((part) => btoa(JSON.stringify(part))).join('.');

/** A process that is a fake: it starts when the test says so, and tells what was done to it. */
class FakeProcess implements PartProcess {
  readonly pid = undefined;
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
    signal.throwIfAborted();
    if (this.#hangs) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    return { url: `http://localhost:${args[1]}`, version: 'fake', pid: 7 };
  }

  /** It is there, and does nothing any more. */
  hanging = false;
  lives = async () => !this.hanging;

  die(): void {
    this.#end(new TutorialError('part-unreachable', 'It died.'));
  }

  stop = async () => {
    this.stopped += 1;
  };
}

function labWith({ hangs = false, idp = 'auto', loaded = Promise.resolve(), ports = [1, 2, 3, 4, 5] } = {}) {
  const spawned: FakeProcess[] = [];
  const events: LabEvent[] = [];
  const unused = () => Promise.reject(new Error('not part of this test'));
  const spawner = async () => {
    await loaded;
    return (part: PartProcessOptions) => {
      const process = new FakeProcess(part, hangs);
      spawned.push(process);
      return process;
    };
  };
  const options: LabOptions = {
    program: 'tutorial-tui',
    parts: PARTS.map((part, index) => ({
      source: bundledPart({ part, spawner }),
      port: { port: ports[index] ?? 0, pinned: false },
      usualPort: part.port,
      // They tell what reaches them: none but the model gets a tap.
      protocol: part.protocol,
      recorded: part.recorded,
    })),
    credentials: { userName: 'alan', password: new Secret('secret'), generated: false, secrets: {} },
    realm: REALM,
    expected: (url) => endpointsExpected(idp, false, url, REALM.realm),
    dataFolder: undefined,
    tokenClient: unused,
    onEvent: (event) => events.push(event),
  };
  const states = () =>
    events.flatMap((event) => (event.type === 'part' ? [`${event.state.part} ${event.state.status}`] : []));
  return { lab: new Lab(options), spawned, states, events };
}

test('before anything runs its identity provider is where --idp says, or where its part would be', () => {
  expect(labWith().lab.issuer).toBe('http://localhost:1/realms/demo');
  const { lab } = labWith({ idp: 'https://sso.example.com/' });
  expect(lab.issuer).toBe('https://sso.example.com/realms/demo');
  expect(lab.endpoints.token).toBe('https://sso.example.com/realms/demo/protocol/openid-connect/token');
  const named = 'https://sso.example.com/realms/other';
  expect(labWith({ idp: named }).lab.issuer).toBe(named);
});

test('a part is started once, on the port that is wanted for it', async () => {
  const { lab, spawned, states, events } = labWith();
  await lab.start('tool', never());
  await lab.start('tool', never());
  expect(spawned.map(({ args }) => args)).toEqual([
    ['--port', '2', '--or-next', '--issuer', 'http://localhost:1/realms/demo', '--audience', 'my-external-tool'],
  ]);
  expect(lab.url('tool')).toBe('http://localhost:2');
  expect(states()).toEqual(['tool starting', 'tool ready']);
  // The tutorial's own is told, since its commands name that one.
  expect(events.at(-1)).toMatchObject({ state: { url: 'http://localhost:2', usualPort: 10_000 } });
});

test.each([
  ['the next port', 0, 1],
  ['the next port that no other part is wanted at', 1, 2],
])('what has a tap before it is wanted at %s', async (_, others, next) => {
  const [model = 0] = await freePorts(1);
  const { lab, spawned } = labWith({ ports: [1, 2, 3, model + others, model] });
  await lab.start('model', never());
  expect(lab.url('model')).toBe(`http://localhost:${model}`);
  expect(spawned.map(({ args }) => args)).toEqual([['--port', String(model + next), '--or-next']]);
  await lab.close();
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

test('a part that hangs is ended and started anew where it was; one that lives is left alone', async () => {
  const { lab, spawned, states } = labWith();
  await lab.start('mcp', never());
  await lab.start('mcp', never());
  expect(spawned).toHaveLength(1);
  const [hung] = spawned;
  if (hung) hung.hanging = true;
  const said: string[] = [];
  await lab.start('mcp', never(), ({ text }) => said.push(text));
  expect(said).toEqual(['the mcp server hangs (pid 7): it is started anew']);
  expect([hung?.stopped, spawned.length, spawned[1]?.args?.slice(0, 2)]).toEqual([1, 2, ['--port', '3']]);
  expect(states()).toEqual(['mcp starting', 'mcp ready', 'mcp starting', 'mcp ready']);
  // The end of the one before comes late, and is not that of the new one.
  hung?.die();
  await new Promise(setImmediate);
  expect([lab.isReady('mcp'), states().at(-1)]).toEqual([true, 'mcp ready']);
});

test('a part that is wanted otherwise is ended and started anew where it was; wanted as it is, it is left alone', async () => {
  const { lab, spawned, states } = labWith();
  const [sloppy, said] = [['--skip-audience'], [] as string[]];
  await lab.start('tool', never());
  await lab.start('tool', never(), ({ text }) => said.push(text), { args: sloppy });
  await lab.start('tool', never(), undefined, { args: sloppy });
  expect(spawned.map(({ args, stopped }) => [args?.includes('--skip-audience'), stopped])).toEqual([
    [false, 1],
    [true, 0],
  ]);
  expect(said).toEqual(['the tool server is wanted otherwise (pid 7): it is started anew']);
  expect(lab.url('tool')).toBe('http://localhost:2');
  // As a lab starts it by itself.
  await lab.start('tool', never());
  expect([spawned.length, spawned.at(-1)?.args?.includes('--skip-audience')]).toEqual([3, false]);
  expect(states()).toEqual(Array.from({ length: 3 }, () => ['tool starting', 'tool ready']).flat());
});

test('a part that died is started again as it is wanted then', async () => {
  const { lab, spawned } = labWith();
  await lab.start('tool', never(), undefined, { args: ['--skip-audience'] });
  spawned[0]?.die();
  await new Promise(setImmediate);
  await lab.start('tool', never());
  expect(spawned[1]?.args).not.toContain('--skip-audience');
});

test('as many of a part wait as it is named, each for one start', async () => {
  const { lab, spawned } = labWith();
  await lab.prepare(['tool', 'mcp', 'tool'], never());
  await lab.prepare(['tool'], never());
  expect(spawned.map(({ options }) => options.part)).toEqual(['tool', 'tool', 'mcp']);
  await lab.start('tool', never());
  await lab.start('tool', never(), undefined, { args: ['--skip-audience'] });
  expect(spawned.map(({ args }) => args !== undefined)).toEqual([true, true, false]);
  await lab.start('tool', never());
  expect(spawned).toHaveLength(4);
  await lab.close();
  expect(spawned.filter(({ stopped }) => stopped === 0)).toEqual([]);
});

test('closing the lab ends what runs and what only waits', async () => {
  const { lab, spawned } = labWith();
  await lab.prepare(['identity', 'tool', 'mcp'], never());
  await lab.start('tool', never());
  await lab.close();
  expect(spawned).toHaveLength(3);
  expect(spawned.filter(({ stopped }) => stopped === 0)).toEqual([]);
  expect(lab.isReady('tool')).toBe(false);
});

test('a lab that is closed tells nothing more: the verdict has been said', async () => {
  const { lab, spawned, events } = labWith();
  await lab.start('tool', never());
  spawned[0]?.options.onLog('a line', 1);
  expect(events.at(-1)).toMatchObject({ type: 'log', line: { text: 'a line' } });
  await lab.close();
  const told = events.length;
  spawned[0]?.options.onLog('a late line', 2);
  expect(events).toHaveLength(told);
});

test('closing the lab ends what was about to be got ready, and nothing is got ready after that', async () => {
  let load = () => {};
  const loaded = new Promise<void>((resolve) => {
    load = resolve;
  });
  const { lab, spawned } = labWith({ loaded });
  const preparing = lab.prepare(['tool'], never());
  const closing = lab.close();
  load();
  await Promise.all([preparing, closing]);
  await lab.prepare(['mcp'], never());
  expect(spawned.map(({ options, stopped }) => [options.part, stopped])).toEqual([['tool', 1]]);
});

test('closing the lab aborts a start that is under way, and waits for its end', async () => {
  const { lab, states } = labWith({ hangs: true });
  const starting = lab.start('tool', never());
  starting.catch(() => {});
  await new Promise(setImmediate);
  await lab.close();
  await expect(starting).rejects.toMatchObject({ kind: 'interrupted' });
  expect(states()).toEqual(['tool starting', 'tool off']);
});

test('a start that is ended from outside has not failed: the part is off, and why is told', async () => {
  const { lab, events } = labWith({ hangs: true });
  const stop = new AbortController();
  const starting = lab.start('tool', stop.signal);
  starting.catch(() => {});
  await new Promise(setImmediate);
  stop.abort(new TutorialError('timed-out', 'Time is up.'));
  await expect(starting).rejects.toMatchObject({ kind: 'timed-out' });
  expect(events.at(-1)).toEqual({
    type: 'part',
    state: { part: 'tool', status: 'off', why: 'ended while it started: Time is up.' },
  });
});

test('nothing is started in a lab that is closed: it would outlive it', async () => {
  const { lab, spawned } = labWith();
  await lab.start('tool', never());
  await lab.close();
  await expect(lab.start('tool', never(), () => {}, { args: [] })).rejects.toMatchObject({ kind: 'interrupted' });
  expect(spawned).toHaveLength(1);
});

test('the login of a look at the identity provider is the learner’s from then on: nobody else logs in', async () => {
  const { lab, events } = labWith();
  const token: TokenSet = {
    accessToken: new Secret(JWT),
    refreshToken: undefined,
    expiresAt: Date.now() + 60_000,
    scope: '',
    header: { alg: 'RS256' },
    claims: {},
  };
  const seen = { findings: [], issuer: undefined, login: { token } };
  expect(await lab.inspectIdentity(never(), seen)).toBe(seen);
  // A login of the lab's own would be refused by the test's client.
  expect(await lab.token(USER_TOKEN, lab.userGrant, never())).toBe(token);
  // Header and claims, by the name that the plan has for that login; never the signature.
  expect(events).toEqual([
    {
      type: 'token',
      name: USER_TOKEN,
      print: expect.stringMatching(/^[0-9a-f]{12}$/),
      token: { header: { alg: 'RS256' }, claims: { sub: 'alan' } },
    },
  ]);
  expect(lab.inspection).toBe(seen);
});

describe('a part that the learner started by hand', () => {
  const byHand = () => {
    let end: () => void = () => {};
    const ended = new Promise<TutorialError>((resolve) => {
      end = () => resolve(new TutorialError('part-unreachable', 'It ended.'));
    });
    let closed = 0;
    const close = async () => {
      closed += 1;
    };
    const part = {
      name: 'tool',
      kind: 'own',
      reports: true,
      url: 'http://localhost:99',
      version: 'by hand',
      place: 'by hand, pid 7',
      ended,
      close,
    } as const;
    return { part, end: () => end(), closed: () => closed };
  };

  test('takes its place where the lab has none, and nothing else is started then', async () => {
    const { lab, spawned, states, events } = labWith();
    const listener = await lab.takeIn(byHand().part);
    if ('refused' in listener) throw new Error(listener.refused);
    listener.onLog('a line', 1, undefined);
    expect(events.at(-1)).toMatchObject({ type: 'log', line: { part: 'tool', text: 'a line' } });
    const said: string[] = [];
    await lab.start('tool', never(), ({ text }) => said.push(text));
    expect(said).toEqual(['the tool server that you started is used: by hand, pid 7']);
    expect(spawned).toEqual([]);
    expect(lab.running('tool')?.kind).toBe('own');
    expect(states()).toEqual(['tool ready']);
    // What comes after it is told where it stands.
    await lab.start('mcp', never());
    expect(spawned[0]?.args).toContain('http://localhost:99');
  });

  test('is not taken in where the lab has one, or is starting one', async () => {
    const { lab } = labWith();
    await lab.start('tool', never());
    expect(await lab.takeIn(byHand().part)).toHaveProperty('refused');
    const other = labWith({ hangs: true }).lab;
    other.start('tool', never()).catch(() => {});
    expect(await other.takeIn(byHand().part)).toHaveProperty('refused');
    await other.close();
    expect(await other.takeIn({ ...byHand().part, name: 'mcp' })).toHaveProperty('refused');
  });

  test('has failed when it ends, and then the lab may start its own', async () => {
    const { lab, spawned, states } = labWith();
    const { part, end } = byHand();
    await lab.takeIn(part);
    end();
    await new Promise(setImmediate);
    await lab.start('tool', never());
    expect(spawned[0]?.args?.slice(0, 2)).toEqual(['--port', '99']);
    expect(states()).toEqual(['tool ready', 'tool failed', 'tool starting', 'tool ready']);
  });

  test('is let go when the lab closes', async () => {
    const { lab } = labWith();
    const { part, closed } = byHand();
    await lab.takeIn(part);
    await lab.close();
    expect(closed()).toBe(1);
  });
});
