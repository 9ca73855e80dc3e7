import { stoppedAt } from '../broken-calls.ts';
import { clearAll, run } from './program.ts';

afterEach(clearAll);

test('each broken call is sent for real, and stopped at the check and in the words of the original', async () => {
  const program = await run(['--ci', '--idp', 'embedded', '--chapter', 'break', '--json']);
  expect(program.code).toBe(0);
  const events = program.events();
  const login = events.find((event) => event.type === 'token' && event.name === 'user');
  const issuer = login?.type === 'token' ? String(login.token.claims.iss) : '';
  const calls = events.flatMap((event) => (event.type === 'call' ? [event] : []));
  const answers = calls.map(({ step, traceId }) => {
    const hops = events.flatMap((event) =>
      event.type === 'hop' && event.hop.traceId === traceId && event.hop.to === 'tool' && event.hop.answer
        ? [event.hop]
        : [],
    );
    const [answer] = hops.map((hop) => hop.answer);
    return [step, { check: answer?.checks?.find(({ passed }) => !passed)?.id, words: answer?.text }];
  });
  expect(Object.fromEntries(answers)).toEqual(stoppedAt(issuer));
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
