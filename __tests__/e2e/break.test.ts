import type { Hop } from '../../src/evidence/hop.ts';
import type { SessionEvent } from '../../src/lesson/events.ts';
import { stoppedAt } from '../broken-calls.ts';
import { clearAll, run, start } from './program.ts';
import { freePorts } from './world.ts';

afterEach(clearAll);

const BENCH = '2.16';

test('each broken call is sent for real, and stopped at the check and in the words of the original', async () => {
  const program = await run(['--ci', '--idp', 'embedded', '--chapter', 'break', '--json']);
  expect(program.code).toBe(0);
  const events = program.events();
  const login = events.find((event) => event.type === 'token' && event.name === 'user');
  const issuer = login?.type === 'token' ? login.token.claims.iss : '';
  const hops = events.flatMap((event) => {
    if (event.type !== 'call' || event.name !== undefined || event.step === BENCH) return [];
    const decided = events.find(
      (each) => each.type === 'hop' && each.hop.traceId === event.traceId && each.hop.to === 'tool' && each.hop.answer,
    );
    return decided?.type === 'hop' ? [[event.step, decided.hop] as const] : [];
  });
  const answers = hops.map(([step, { answer }]) => [
    step,
    { check: answer?.checks?.find(({ passed }) => !passed)?.id, words: answer?.text },
  ]);
  const claimsIn = (step: string) => new Map(hops).get(step)?.credential.token?.claims;
  const otherIssuer = String(claimsIn('2.11')?.iss);
  expect(otherIssuer).not.toBe(issuer);
  const { iat, exp: expiry } = claimsIn('2.12') ?? {};
  expect(Number(expiry) - Number(iat)).toBe(1);
  expect(Object.fromEntries(answers)).toEqual(
    stoppedAt({ issuer: String(issuer), otherIssuer, expiry: Number(expiry) }),
  );
});

test('the bench is proved by what stands in its form from the start', async () => {
  const program = await run(['--ci', '--idp', 'embedded', '--only', BENCH, '--json']);
  expect(program.code).toBe(0);
  expect(program.events()).toContainEqual(
    expect.objectContaining({
      type: 'submitted',
      values: { token: 'good', claim: 'sub', value: 'somebody-else', signer: 'issuer', alg: '', kid: '' },
    }),
  );
  expect(program.stdout).toContain('tool: 401 at its check signature · nothing was taken');
});

/** What introspection has to say of a token after each thing (docs/references/keycloak-26.md). */
const ACTIVE = {
  nothing: true,
  'user-disabled': false,
  'user-enabled': true,
  'not-before': false,
  'not-before-back': true,
  revoked: false,
  'session-ended': false,
  'not-for-asker': false,
};

function isYesOfTool({ traceId, to, answer }: Hop, call: string): boolean {
  return traceId === call && to === 'tool' && answer?.ok === true;
}

/** What step 2.13 heard of introspection, thing by thing, and which of its calls the tool answered. */
function heardIn(events: readonly SessionEvent[]) {
  const asked = events.flatMap((event) => (event.type === 'exchange' && event.step === '2.13' ? [event] : []));
  const calls = events.flatMap((event) => (event.type === 'call' && event.step === '2.13' ? [event] : []));
  const answered = calls.filter(({ traceId }) =>
    events.some((event) => event.type === 'hop' && isYesOfTool(event.hop, traceId)),
  );
  return {
    active: Object.fromEntries(
      asked.map(({ name, exchange }) => [name, JSON.parse(exchange.response?.body ?? '').active]),
    ),
    answered: answered.map(({ name }) => name),
  };
}

test('whatever becomes of a token, the tool says yes, and introspection what is so', async () => {
  const program = await run(['--ci', '--idp', 'embedded', '--only', '2.13', '--json']);
  expect(program.code).toBe(0);
  expect(heardIn(program.events())).toEqual({ active: ACTIVE, answered: Object.keys(ACTIVE) });
});

test('without an administrator’s rights the token is revoked, and the rest is said to be left', async () => {
  const env = { USER_PASSWORD: 'demo', CLIENT_SECRET_CAUTIOUS_TOOL: 'a secret' };
  const [port] = await freePorts(1);
  const identity = start(['serve', 'identity', '--port', String(port)], { env });
  await identity.sees(/listens on/);
  const program = await run(['--ci', '--idp', `http://localhost:${port}/realms/demo`, '--only', '2.13', '--json'], {
    env,
  });
  expect(program.code).toBe(0);
  const { nothing, revoked, 'not-for-asker': notForAsker } = ACTIVE;
  expect(heardIn(program.events()).active).toEqual({ nothing, revoked, 'not-for-asker': notForAsker });
  const end = program.events().find((event) => event.type === 'step-ended' && event.step === '2.13');
  expect(end).toMatchObject({ proved: expect.stringContaining('nobody here may disable the user or end a session') });
});

test('at the end there is a table of all of them', async () => {
  const { code, stdout } = await run(['--ci', '--idp', 'embedded', '--chapter', '2'], { env: { COLUMNS: '160' } });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^what is broken +said no +at its check +in whose words$/m);
  expect(stdout).toMatch(/^nothing +nobody +– +Hello, world!$/m);
  expect(stdout).toMatch(
    /^for another tool +tool +audience +oidc: expected audience "my-external-tool" got \["other-tool"\]$/m,
  );
});
