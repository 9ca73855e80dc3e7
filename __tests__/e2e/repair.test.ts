import type { SessionEvent } from '../../src/lesson/events.ts';
import { repairIt } from '../../steps/repair/index.ts';
import { expectRepaired } from '../repaired-run.ts';
import { clearAll, run } from './program.ts';

afterEach(clearAll);

const STEPS = repairIt.steps.map(({ id }) => id);
const CI = ['--ci', '--idp', 'embedded', '--json'];

/** How the steps ended, in their order. */
function endsIn(events: readonly SessionEvent[]): readonly (readonly [string, string])[] {
  return events.flatMap((event) => (event.type === 'step-ended' ? [[event.step, event.status] as const] : []));
}

test('a protected MCP server exchanges, and each exchange is answered as the references say', async () => {
  const program = await run([...CI, '--chapter', 'repair']);
  const events = program.events();
  expect(endsIn(events).filter(([id]) => STEPS.includes(id))).toEqual(STEPS.map((id) => [id, 'done']));
  expect(program.code).toBe(0);
  expectRepaired(events);
});

test('the old call is refused at the MCP server, with the way to a token, and the tool is not asked', async () => {
  const events = (await run([...CI, '--only', '3.3'])).events();
  const [call] = events.flatMap((event) => (event.type === 'call' && event.step === '3.3' ? [event.traceId] : []));
  const hops = events.flatMap((event) =>
    event.type === 'hop' && event.hop.traceId === call && event.hop.answer ? [event.hop] : [],
  );
  // Each part tells of its own: which is heard first, nobody knows.
  expect(hops).toHaveLength(2);
  expect(Object.fromEntries(hops.map(({ to, answer }) => [to, answer?.status]))).toEqual({ mcp: '401', stack: '502' });
  expect(hops.find(({ to }) => to === 'mcp')?.exchange.response?.headers['www-authenticate']).toMatch(
    /^Bearer scope="mcp-audience", resource_metadata="http:\/\/localhost:\d+\/\.well-known\/oauth-protected-resource\/sse"$/,
  );
});

test.each(['3.1', '3.6', '3.8', '3.10'])('step %s can be taken first, alone', async (id) => {
  const program = await run([...CI, '--only', id]);
  expect(endsIn(program.events()).at(-1)).toEqual([id, 'done']);
  expect(program.code).toBe(0);
});

test('what stands before the table of doors ends the run in it, in plain lines', async () => {
  const { code, stdout } = await run(['--ci', '--idp', 'embedded', '--only', '3.10'], { env: { COLUMNS: '160' } });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^of chapter 1 +the MCP server +401 +The token was issued for somebody else\.$/m);
  expect(stdout).toMatch(/^the exchanged one +the tool +200 +Hello, world!$/m);
});

test('nothing of a token, a secret or a password is told', async () => {
  const secrets = {
    USER_PASSWORD: 'the-users-own-password',
    CLIENT_SECRET_MCP_SERVER: 'the-own-secret-of-the-mcp-server',
  };
  const { stdout, stderr } = await run([...CI, '--chapter', '3'], { env: secrets });
  const basic = Buffer.from(`mcp-server:${secrets.CLIENT_SECRET_MCP_SERVER}`).toString('base64');
  for (const secret of [...Object.values(secrets), basic]) expect(stdout + stderr).not.toContain(secret);
  expect(stdout).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
});
