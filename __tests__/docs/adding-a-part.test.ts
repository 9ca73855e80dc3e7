import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newSalt } from '../../src/evidence/print.ts';
import { sessionEventSchema } from '../../src/lesson/events.ts';
import { freePorts } from '../e2e/world.ts';
import { PART_NAMES } from '../parts.ts';
import { type ScratchCopy, scratchCopy } from './scratch-copy.ts';

/** What is added, by where it stands in the project: a part, and a step that starts it. */
const ADDED = join(dirname(fileURLToPath(import.meta.url)), 'added-part');
const FILES = readdirSync(ADDED, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts.txt'));

/** Whatever is changed beside them: a row of the table of parts, the room of the new one, and the step's place. */
const LINES = [
  [
    'services/parts.ts',
    'import { identityPart }',
    "import { gatewayPart } from './gateway/part.ts';\nimport { identityPart }",
  ],
  ['services/parts.ts', 'modelPart];', 'modelPart, gatewayPart];'],
  [
    'docs/architecture.md',
    '| `services/clients/` |',
    '| `services/gateway/` | a gateway | `services/part/`, `services/wire/`, `src/evidence/`, `node:` |\n| `services/clients/` |',
  ],
  [
    'docs/architecture.md',
    '`services/model-server/`, `services/part/` |',
    '`services/model-server/`, `services/gateway/`, `services/part/` |',
  ],
  ['steps/propagation/index.ts', 'import { REALM }', "import { gateway } from './5-gateway.ts';\nimport { REALM }"],
  ['steps/propagation/index.ts', '    sideBySide,\n', '    sideBySide,\n    gateway,\n'],
] as const;

let copy: ScratchCopy;
const started = new Set<ChildProcess>();

beforeAll(() => {
  copy = scratchCopy();
  for (const name of FILES) cpSync(join(ADDED, name), join(copy.folder, name.replace(/\.txt$/, '')));
  for (const [path, from, to] of LINES) copy.change(path, from, to);
  copy.node('node_modules/@biomejs/biome/bin/biome', 'check', '--write', 'services/parts.ts', 'steps/propagation');
  copy.node('scripts/build.js');
});
afterEach(async () => {
  for (const child of started) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  started.clear();
});
afterAll(() => copy.remove());

/** The program that was built there, while it runs. */
function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['dist/bin.js', ...args], {
    cwd: copy.folder,
    env: { ...process.env, HOME: copy.folder, XDG_STATE_HOME: join(copy.folder, 'state'), USERPROFILE: copy.folder },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  started.add(child);
  return child;
}

test('a part is a folder and a row: style, types and rooms ask for nothing but its room', () => {
  const folders = FILES.map((name) => dirname(name).split(sep).join('/'));
  expect(folders.filter((folder) => folder.startsWith('services/'))).toEqual(['services/gateway', 'services/gateway']);
  copy.node('node_modules/@biomejs/biome/bin/biome', 'check', 'services', 'steps');
  copy.node('node_modules/typescript/bin/tsc');
  copy.node('scripts/rooms.js');
});

test('without its room, the rooms refuse it', () => {
  const refused = scratchCopy();
  try {
    for (const name of FILES) cpSync(join(ADDED, name), join(refused.folder, name.replace(/\.txt$/, '')));
    expect(() => refused.node('scripts/rooms.js')).toThrow('services/gateway/part.ts is in no room.');
  } finally {
    refused.remove();
  }
});

test('serve runs it, with its own options', async () => {
  const [port] = await freePorts(1);
  const program = start('serve', 'gateway', '--port', String(port), '--to', 'http://localhost:1');
  program.disconnect();
  const [said] = await once(program.stdout ?? program, 'data');
  expect(String(said)).toContain(`The gateway server (gateway 1) listens on http://localhost:${port}.`);
  expect(await (await fetch(`http://localhost:${port}`)).text()).toBe('for http://localhost:1');
});

test('in standby it waits to be started, says that it is ready, and that it lives', async () => {
  const program = start('standby', 'gateway');
  const [port] = await freePorts(1);
  const args = ['--port', String(port), '--to', 'http://localhost:1'];
  program.send({ type: 'start', args, salt: newSalt().reveal() });
  const [ready] = await once(program, 'message');
  expect(ready).toEqual([{ type: 'ready', url: `http://localhost:${port}`, version: 'gateway 1', pid: program.pid }]);
  program.send({ type: 'ping' });
  expect(await once(program, 'message')).toEqual([[{ type: 'pong' }], undefined]);
});

test('a lab has it, hears its hops and lines', async () => {
  const [port] = await freePorts(1);
  const lesson = ['--ci', '--idp', 'embedded', '--only', '5', '--port-gateway', String(port)];
  const { stdout, status } = copy.program(...lesson, '--json');
  expect(status).toBe(0);
  const events = stdout
    .trimEnd()
    .split('\n')
    .map((line) => sessionEventSchema.parse(JSON.parse(line)));
  expect(events[0]).toMatchObject({ type: 'session-started', parts: [...PART_NAMES, 'gateway'] });
  const of = (type: string) => events.filter((event) => event.type === type);
  expect(of('part')).toContainEqual(
    expect.objectContaining({ state: expect.objectContaining({ part: 'gateway', status: 'ready', usualPort: 9100 }) }),
  );
  expect(of('hop')).toContainEqual(expect.objectContaining({ hop: expect.objectContaining({ to: 'gateway' }) }));
  expect(of('log')).toContainEqual(expect.objectContaining({ line: expect.objectContaining({ part: 'gateway' }) }));
  const plain = copy.program(...lesson);
  expect(plain.stderr).toContain(`gateway: port ${port} instead of the tutorial's 9100`);
  expect(plain.stdout).toMatch(/✓ 5 +Gateway .*for http:\/\/localhost:\d+/);
});

test('the command line has its options, and its port', () => {
  expect(copy.program('serve', '--help').stdout).toMatch(/--to <url> +gateway: the server that it stands for/);
  expect(copy.program('--help').stdout).toContain('--port-gateway');
});
