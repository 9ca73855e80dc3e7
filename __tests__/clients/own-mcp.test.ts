import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { clearAll, run, start } from '../e2e/program.ts';
import { freePorts } from '../e2e/world.ts';
import { openWorkshop, type Workshop } from './install.ts';

/** Installing takes what the registry takes. */
const INSTALL_MS = 600_000;
const PROGRAM = join(import.meta.dirname, 'programs', 'mcp-server-1.py');

let workshop: Workshop;
let python: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  workshop = await openWorkshop();
  python = await workshop.python('mcp-server-1', 'mcp==1.30.0');
}, INSTALL_MS);
afterAll(() => workshop.remove());
afterEach(async () => {
  await clearAll();
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts a server, and waits until it says that it listens. */
async function serve(args: readonly string[]): Promise<void> {
  const child = spawn(python, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  running.push(child);
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('running on')) resolve();
    });
    child.once('close', () => reject(new Error(`It ended: ${said}`)));
  });
}

test.each(['streamable-http', 'sse'])(
  'the lesson with an MCP server of Python’s SDK 1.30.0 over %s, by a tool of its own',
  async (transport) => {
    const [identity, its, tool, itsMcp, mcp, stack] = await freePorts(6);
    const issuer = `http://localhost:${identity}/realms/demo`;
    await start(['serve', 'tool', '--port', `${its}`, '--issuer', issuer]).sees(/listens on/);
    await serve([PROGRAM, transport, `${itsMcp}`, `http://localhost:${its}`]);
    const ports = { identity, tool, mcp, stack };
    const options = [
      ...['--mcp', `http://localhost:${itsMcp}`, '--tool', `http://localhost:${its}`],
      ...['--call-tool', 'ask', '--call-arg', 'politely=true', '--expect', 'Please: Hello, world!'],
      ...Object.entries(ports).map(([part, port]) => `--port-${part}=${port}`),
    ];
    const { code, stdout, stderr } = await run(['--ci', '--idp', 'embedded', ...options], { env: { COLUMNS: '300' } });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/1c.*lists ask\(politely\)/);
    expect(stdout).toMatch(/3a.*tool: not seen: .* the answer that came back is a refusal of the credential/);
    expect(stdout).toMatch(/3b.*tool: not seen: .* the answer that came back is the answer of the tool/);
  },
  INSTALL_MS,
);
