import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearAll, run, start } from './program.ts';
import { freePorts } from './world.ts';

/**
 * A deployment whose parts find each other by other addresses than those by which they are found from here, as in containers: here they are the same
 * servers by the name of the other loopback address, which is an origin of its own.
 */
const USER_PASSWORD = 'a password of a user';
const inside = (port: number | undefined) => `http://[::1]:${port}`;
const fromHere = (port: number | undefined) => `http://localhost:${port}`;

let folder: string;
let config: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-inside-'));
  config = join(folder, 'tutorial-tui.config.json');
  const [identity, tool, mcp, stack] = await freePorts(4);
  const issuer = `${fromHere(identity)}/realms/demo`;
  const serve = (part: string, port: number | undefined, ...options: readonly string[]) =>
    start(['serve', part, '--port', String(port), ...options], { env: { USER_PASSWORD } }).sees(/listens on/);
  await Promise.all([
    serve('identity', identity),
    serve('tool', tool, '--issuer', issuer),
    // The token goes to the tool by its name inside, and to no other.
    serve('mcp', mcp, '--allow-origin', inside(tool)),
    serve('stack', stack, '--in-memory', '--mcp-endpoint', `${inside(mcp)}/sse`),
  ]);
  const deployment = {
    identity: { idp: issuer },
    tool: { url: fromHere(tool), inside: inside(tool) },
    mcp: { url: fromHere(mcp), transport: 'sse', inside: inside(mcp) },
    stack: { url: fromHere(stack) },
  };
  writeFileSync(config, JSON.stringify(deployment));
}, 60_000);
afterAll(async () => {
  await clearAll();
  rmSync(folder, { recursive: true });
});

test('the lesson is proved there; what passes no tap is said to be not seen, and the tool group that is there stays', async () => {
  const { code, stdout, stderr } = await run(['--ci', '--config', config, '--ollama', 'scripted'], {
    env: { USER_PASSWORD, COLUMNS: '200' },
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain('tool: not seen: your MCP server asked it past its tap');
  expect(stderr).not.toContain('taking away the tool group');
  // What was not seen at the tool, was where the call was made.
  expect(stdout).toMatch(/a signature by http:\/\/localhost:\d+\/realms\/demo and aud my-external-tool/);
  // What judges by the tool's own words, or by who was asked, says why it is left out: of chapters 2 and 3 each step.
  for (const step of ['2.1', '3.1', '5.5']) expect(stdout).toMatch(new RegExp(`^· ${step} .*past every tap`, 'm'));
  // The model is asked from here: that a tap sees, and what came back of its call tells the rest.
  for (const step of ['5.1', '5.2', '5.3', '5.4']) expect(stdout).toMatch(new RegExp(`^✓ ${step} `, 'm'));
  expect(stdout).toMatch(/^· 5\.6 .*your own stack server asks a model of its own/m);
  expect(stdout).toMatch(/^✓ 4\.9 /m);
  expect(stdout).toMatch(/remote::web-fetch at http:\/\/\[::1\]:\d+\/sse/);
}, 120_000);

test('verify asks the same deployment', async () => {
  const { code, stdout, stderr } = await run(['verify', '--json', '--config', config], { env: { USER_PASSWORD } });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const { outcome } = JSON.parse(stdout);
  expect(outcome).toBe('proved');
}, 120_000);
