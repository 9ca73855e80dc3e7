import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { KEYCLOAK_IMAGE } from '../../../../../services/identity/container/image.ts';
import { takeOverInterrupts } from '../../../../../src/guided/linear/interrupts.ts';
import { runLinear } from '../../../../../src/guided/linear/linear.ts';

const home = mkdtempSync(join(tmpdir(), 'tutorial-tui-interrupts-'));
const before = { ...process.env };

beforeAll(() => {
  // Each system looks elsewhere for the folder of its runs.
  for (const name of ['HOME', 'XDG_STATE_HOME', 'LOCALAPPDATA']) process.env[name] = home;
});
afterAll(() => {
  process.env = before;
  rmSync(home, { recursive: true, force: true });
});

test('while a walkthrough in lines lasts, Ctrl-C is its own; afterwards it is the program’s again', () => {
  const program = () => {};
  process.on('SIGINT', program);
  const others = process.listeners('SIGINT');
  const walkthrough = () => {};
  const handBack = takeOverInterrupts(walkthrough);
  expect(process.listeners('SIGINT')).toEqual([walkthrough]);
  handBack();
  expect(process.listeners('SIGINT')).toEqual(others);
  process.off('SIGINT', program);
});

test('a walkthrough that has ended has handed Ctrl-C back: what it still has to put away can be interrupted', async () => {
  const program = () => {};
  process.on('SIGINT', program);
  const others = process.listeners('SIGINT');
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  const ended = new AbortController();
  stdout.on('data', (text) => {
    // It has begun, and Ctrl-C is its own: the end comes from outside.
    if (!String(text).includes('User name')) return;
    expect(process.listeners('SIGINT')).not.toContain(program);
    ended.abort();
  });
  const io = { stdin, stdout, stderr: new PassThrough(), env: {}, signal: ended.signal, entry: 'none' };
  expect(await runLinear({ idp: 'embedded', keycloakImage: KEYCLOAK_IMAGE, ports: {} }, io)).toBe(130);
  expect(process.listeners('SIGINT')).toEqual(others);
  process.off('SIGINT', program);
});
