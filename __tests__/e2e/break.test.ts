import { stoppedAt } from '../broken-calls.ts';
import { clearAll, run } from './program.ts';

afterEach(clearAll);

const BENCH = '2.16';

test('each broken call is sent for real, and stopped at the check and in the words of the original', async () => {
  const program = await run(['--ci', '--idp', 'embedded', '--chapter', 'break', '--json']);
  expect(program.code).toBe(0);
  const events = program.events();
  const login = events.find((event) => event.type === 'token' && event.name === 'user');
  const issuer = login?.type === 'token' ? login.token.claims.iss : '';
  const hops = events.flatMap((event) => {
    if (event.type !== 'call' || event.step === BENCH) return [];
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
  expect(program.stdout).toContain('tool: 401 at its check signature · it took nothing');
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
