import type { Hop } from '../../src/evidence/hop.ts';
import { clearAll, run } from './program.ts';

const PASSWORD = 'p4ss,w0rd & "more"';

let program: Awaited<ReturnType<typeof run>>;
beforeAll(async () => {
  program = await run(['--ci', '--idp', 'embedded', '--chapter', 'login', '--json'], {
    env: { USER_PASSWORD: PASSWORD },
  });
});
afterAll(clearAll);

/** The hops that a step made, each as it was told last, in their order. */
function hopsOf(step: string): readonly Hop[] {
  const traces = program
    .events()
    .flatMap((event) => (event.type === 'call' && event.step === step ? [event.traceId] : []));
  const hops = new Map<string, Hop>();
  for (const event of program.events())
    if (event.type === 'hop' && traces.includes(event.hop.traceId ?? '')) hops.set(event.hop.id, event.hop);
  return [...hops.values()].toSorted((a, b) => a.at - b.at);
}

const told = (step: string) =>
  hopsOf(step).map(({ from, to, answer }) => `${from} → ${to} ${answer?.status ?? 'no answer'}`);

test('each step is proved', () => {
  expect(program.code).toBe(0);
});

test('a password grant is one request of ours, with the password in it', () => {
  expect(hopsOf('4.1').map(({ from, to, carrier }) => [from, to, carrier])).toEqual([
    ['you', 'identity', 'form field password, with username'],
  ]);
});

test('a login by code goes through the browser, which alone has the password; code and verifier come with the last request', () => {
  // Two processes tell of them, within a millisecond.
  expect(told('4.2').toSorted()).toEqual([
    'browser → identity 200',
    'browser → identity 302',
    'browser → you 200',
    'you → browser handed over',
    'you → identity 200',
  ]);
  const [address, form, callback, request] = ['handed over', '302', 'browser → you', 'you → identity'].map((part) =>
    hopsOf('4.2').find(({ from, to, answer }) => `${from} → ${to} ${answer?.status}`.includes(part)),
  );
  expect(form?.carrier).toBe('form field password, with username');
  // The same code, known again by its print.
  expect(request?.credential.print).toBe(callback?.credential.print);
  expect(address?.exchange.request.url).toMatch(/code_challenge_method=S256/);
  expect([...new URLSearchParams(request?.exchange.request.body)]).toEqual(
    expect.arrayContaining([
      ['code', '***'],
      ['code_verifier', '***'],
    ]),
  );
});

test('state and code are known again by their prints, by everybody who passes them on', () => {
  const prints = (name: string) => hopsOf('4.2').map(({ marks }) => marks?.find((mark) => mark.name === name)?.print);
  const [atAddress, atPage, , atCallback] = prints('state');
  expect(atAddress).toMatch(/^[0-9a-f]{12}$/);
  expect([atPage, atCallback]).toEqual([atAddress, atAddress]);
  const [, , , brought, redeemed] = prints('code');
  expect(brought).toMatch(/^[0-9a-f]{12}$/);
  expect(redeemed).toBe(brought);
});

test('of forged callbacks, one has another state than was sent, and one the same', () => {
  const [sent, forged, sentAgain, stolen] = hopsOf('4.6').map(({ marks }) =>
    marks?.find(({ name }) => name === 'state'),
  );
  expect(sent?.print).toMatch(/^[0-9a-f]{12}$/);
  expect(forged?.print).toMatch(/^[0-9a-f]{12}$/);
  expect(forged?.print).not.toBe(sent?.print);
  expect(stolen).toEqual(sentAgain);
});

test('nobody but the provider hears of a wrong password', () => {
  expect(told('4.4')).toEqual(['you → browser handed over', 'browser → identity 200', 'browser → identity 200']);
});

test('a forged callback is refused, and its code redeemed by nobody', () => {
  const forged = ['you → browser handed over', 'browser → you 400'];
  expect(told('4.6')).toEqual([...forged, ...forged]);
});

test('a device polls no more often than it has to: who has answered waits for no interval', () => {
  const polls = hopsOf('4.8').filter(({ exchange }) => exchange.request.body?.includes('device_code='));
  expect(polls.map(({ answer }) => answer?.text.split(',')[0])).toEqual([
    'The authorization request is still pending',
    'Slow down',
    expect.stringMatching(/^Issued an access token for alan to device-app on a device/),
  ]);
});

test('no password, code, verifier or state stands in what is told', () => {
  const all = program.stdout;
  for (const spelling of [
    PASSWORD,
    encodeURIComponent(PASSWORD),
    new URLSearchParams([['', PASSWORD]]).toString().slice(1),
  ])
    expect(all).not.toContain(spelling);
  expect(all).not.toMatch(/[?&;](?:code|state|code_verifier|session_code|client_data)=(?!\*\*\*)[\w-]/);
});
