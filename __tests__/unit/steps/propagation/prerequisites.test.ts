import { type AddressInfo, createServer, type Server } from 'node:net';
import { ownPart } from '../../../../services/part/own-part.ts';
import { TutorialError } from '../../../../src/errors.ts';
import type { SessionEvent } from '../../../../src/lesson/events.ts';
import { Session } from '../../../../src/lesson/session.ts';
import type { CourseLab } from '../../../../steps/course-lab.ts';
import { COURSE } from '../../../../steps/index.ts';
import { prerequisites } from '../../../../steps/propagation/0-prerequisites.ts';
import { courseLab } from '../../../course-lab.ts';

const NEVER = new AbortController().signal;
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A port that is free, or one that somebody holds and never answers at. */
async function portOf(held: boolean): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  if (held) servers.push(server);
  else await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Step 0 in such a lab, whose ports are free unless it says otherwise; with the parts that were looked at, in that order. */
async function stepIn(given: Partial<CourseLab> = {}, watched = false) {
  const asked: string[] = [];
  const free = await portOf(false);
  const look: CourseLab['look'] = async () => ({ passed: true, kind: 'bundled', saw: 'it comes along' });
  const inner = given.look ?? look;
  const watching: CourseLab['look'] = (part, signal) => {
    asked.push(part);
    return inner(part, signal);
  };
  const lab = courseLab({ wantedPort: () => ({ port: free, pinned: false }), ...given, look: watching });
  const events: SessionEvent[] = [];
  const session = new Session<CourseLab>({
    chapters: COURSE,
    lab,
    onEvent: (event) => events.push(event),
    watched,
  });
  session.start({ version: '1', node: '20', parts: lab.parts });
  const error = await session.run('0', NEVER);
  const told = events.flatMap((event) => (event.type === 'conditions' ? event.conditions : []));
  const [table] = prerequisites.exhibits?.(session.state) ?? [];
  return {
    error,
    told,
    asked,
    session,
    table,
    line: (id: string, of: string) => told.find((each) => each.id === id && each.of === of),
  };
}

test('it tells what its lab needs, each part by the look of its source, and of nothing else', async () => {
  const { told, asked, session } = await stepIn();
  expect([...new Set(told.map(({ id }) => id))]).toEqual([
    'node',
    'part',
    'port',
    'loopback',
    'folder',
    'memory',
    'open-files',
  ]);
  // No engine, no registry and no other machine: whoever is asked, is asked once, the check included.
  expect(asked.sort()).toEqual([...courseLab().parts].sort());
  expect(session.state.steps[0]).toMatchObject({ status: 'done', proved: expect.stringContaining('it comes along') });
});

test('who reads along is told what commands by hand need, too', async () => {
  const { told } = await stepIn({}, true);
  expect(told.map(({ id }) => id)).toEqual(expect.arrayContaining(['localhost', 'proxy']));
});

test('what is amiss comes first in the table, with the way out; what is all right is a row a condition', async () => {
  const port = await portOf(true);
  const free = await portOf(false);
  const { table, error } = await stepIn({
    wantedPort: (part) => ({ port: part === 'tool' ? port : free, pinned: false }),
  });
  expect(error).toBeUndefined();
  if (table?.kind !== 'table') throw new Error('no table');
  expect(table.rows[0]?.cells.slice(0, 2)).toEqual(['Port, tool', 'warning']);
  expect(table.rows[0]?.cells[2]).toMatch(new RegExp(`^${port} is held by .* Way out: The next free one is taken`));
  const ports = table.rows.filter(({ cells }) => cells[0] === 'Port');
  expect(ports).toHaveLength(1);
  expect(ports[0]?.cells[2]).toMatch(/identity: \d+ is free · mcp: /);
});

test('a port that is pinned is a failure there, and the step is none', async () => {
  const port = await portOf(true);
  const { line, error } = await stepIn({ wantedPort: () => ({ port, pinned: true }) });
  expect(line('port', 'tool')).toMatchObject({ state: 'failure', next: expect.stringContaining('--port-tool') });
  expect(error).toBeUndefined();
});

test('a part that runs already holds its port itself', async () => {
  const port = await portOf(true);
  const { line } = await stepIn({ wantedPort: () => ({ port, pinned: true }), isReady: (part) => part === 'tool' });
  expect(line('port', 'tool')).toMatchObject({ state: 'ok' });
  expect(line('port', 'mcp')).toMatchObject({ state: 'failure' });
});

test('an identity provider that cannot be had: the line says it, and the step fails as it did, after one look', async () => {
  const missing = new TutorialError('prerequisite-missing', 'No container engine answers.', {
    why: 'a\nb',
    next: 'Start it.',
  });
  const look: CourseLab['look'] = async (part) => {
    if (part === 'identity') throw missing;
    return { passed: true, kind: 'bundled', saw: 'it comes along' };
  };
  const { error, line, asked } = await stepIn({ look });
  expect(line('part', 'identity')).toMatchObject({
    state: 'failure',
    saw: 'No container engine answers.',
    details: ['a', 'b'],
  });
  expect(error).toMatchObject({ kind: 'prerequisite-missing', message: 'No container engine answers.' });
  expect(asked.filter((part) => part === 'identity')).toHaveLength(1);
});

test('a server of the learner’s that hangs is not waited for long, and a provider that does is told', async () => {
  const at = `http://127.0.0.1:${await portOf(true)}`;
  const own = ownPart({ name: 'tool', url: at });
  const look: CourseLab['look'] = async (part, signal) => {
    if (part === 'tool') return own.look(signal);
    return { passed: true, kind: part === 'identity' ? 'own' : 'bundled', saw: 'it was named' };
  };
  const startedAt = performance.now();
  const { told, line } = await stepIn({ look, issuer: `${at}/realms/demo` });
  // Both are waited for a second, one after the other.
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(line('part', 'tool')?.state).toBe('warning');
  expect(told.find(({ id }) => id === 'provider')).toMatchObject({ state: 'failure' });
  expect(line('port', 'identity')).toBeUndefined();
});
