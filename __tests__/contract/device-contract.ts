import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { Fields, IdentityTarget } from './identity-rows.ts';
import { claimsOf, LoginAsker, tokensIn, VERIFIER } from './login-asker.ts';
import { type Shown, TestBrowser, textOf } from './test-browser.ts';

const codesSchema = z.object({ device_code: z.string(), user_code: z.string(), verification_uri: z.url() });
type Codes = z.infer<typeof codesSchema>;
const refusal = (error: string, error_description: string, status = 400) => ({
  status,
  body: { error, error_description },
});
const PENDING = refusal('authorization_pending', 'The authorization request is still pending');
const TOO_SOON = refusal('slow_down', 'Slow down');
const UNKNOWN = refusal('invalid_grant', 'Device code not valid');
const NOBODY = refusal('invalid_client', 'Invalid client or Invalid client credentials', 401);

/** What the endpoint says to a device that asks for codes. */
const STARTS: readonly [situation: string, fields: Fields, answer: object][] = [
  ['no client', { client_id: undefined }, NOBODY],
  ['an unknown client', { client_id: 'nobody' }, NOBODY],
  [
    'a client without the flow',
    { client_id: 'mcp-cli' },
    refusal(
      'unauthorized_client',
      'Client is not allowed to initiate OAuth 2.0 Device Authorization Grant. The flow is disabled for the client.',
    ),
  ],
  [
    'no challenge of a client that is held to PKCE',
    { client_id: 'held-device' },
    refusal('invalid_request', 'Missing parameter: code_challenge_method'),
  ],
  [
    'half a challenge',
    { code_challenge_method: 'S256' },
    refusal('invalid_request', 'Missing parameter: code_challenge'),
  ],
  ...['nope', '', undefined].map((scope): [string, Fields, object] => [
    `scope ${scope}, at which nobody looks yet`,
    { scope },
    { status: 200, body: expect.anything() },
  ]),
];

/** The contract of a login by device, against the provider of LOGIN_PLAN that `target` names once the tests run. */
export function describeDeviceContract(name: string, target: () => IdentityTarget): void {
  const asker = new LoginAsker(target);
  const start = async (fields: Fields = {}): Promise<Codes> =>
    codesSchema.parse((await asker.startDevice(fields)).body);
  /** From the code to the question whether the device may have what it asks for. */
  async function question(browser: TestBrowser, { verification_uri, user_code }: Codes): Promise<Shown> {
    const entered = await browser.post(verification_uri, { device_user_code: user_code });
    expect([entered.status, entered.location]).toEqual([302, expect.stringContaining('/login-actions/authenticate?')]);
    const login = await browser.get(entered.location ?? '');
    const { location = '' } = login.status === 302 ? login : await asker.fillIn(browser, login);
    expect(location).toContain('/login-actions/required-action?execution=OAUTH_GRANT');
    return browser.get(location);
  }

  describe(`${name}, of a login by device, as Keycloak 26`, () => {
    test.each(STARTS)('%s', async (_, fields, answer) => {
      expect(await asker.startDevice(fields)).toEqual(answer);
    });

    test('a device gets a code for itself, and one for its user', async () => {
      const { body } = await asker.startDevice();
      const { user_code } = codesSchema.parse(body);
      expect(body).toEqual({
        device_code: expect.stringMatching(/^[\w-]{43}$/),
        user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
        verification_uri: `${asker.issuer}/device`,
        verification_uri_complete: `${asker.issuer}/device?user_code=${user_code}`,
        expires_in: 600,
        interval: 5,
      });
    });

    test.each([
      ['an empty code', '', {}, UNKNOWN],
      ['no code', undefined, {}, refusal('invalid_request', 'Missing parameter: device_code')],
      ['one that nobody gave out', 'x', {}, UNKNOWN],
      [
        'a client without the flow',
        'x',
        { client_id: 'mcp-cli' },
        refusal('invalid_grant', 'Client not allowed OAuth 2.0 Device Authorization Grant'),
      ],
    ])('a poll with %s', async (_, code, fields, answer) => {
      expect(await asker.poll(code, fields)).toEqual(answer);
    });

    test('a poll by another client, even one with the flow', async () => {
      const { device_code } = await start();
      expect(await asker.poll(device_code, { client_id: 'held-device' })).toEqual(
        refusal('invalid_grant', 'unauthorized client'),
      );
    });

    test('the page takes the code in any spelling, and says so of a wrong one', async () => {
      const { user_code, verification_uri } = await start();
      const browser = new TestBrowser();
      const page = await browser.get(verification_uri);
      expect([page.status, textOf(page, 'kc-page-title')]).toEqual([200, 'Device Login']);
      expect(page.text).toMatch(/<form[^>]*id="kc-user-verify-device-user-code-form"/s);
      expect(browser.cookies.size).toBe(0);
      for (const wrong of [
        await browser.submit(page, { device_user_code: 'XXXX-XXXX' }),
        await browser.get(`${verification_uri}?user_code=nope`),
      ]) {
        expect(wrong.status).toBe(200);
        expect(textOf(wrong, 'kc-feedback-text')).toBe('Invalid code, please try again.');
      }
      for (const right of [
        await browser.submit(page, { device_user_code: user_code.toLowerCase().replace('-', '') }),
        await browser.get(`${verification_uri}?user_code=${user_code}`),
      ])
        expect([right.status, right.location]).toEqual([302, expect.stringContaining('/login-actions/authenticate?')]);
    });

    test('who does not ask for a page gets the endpoint for devices', async () => {
      const { user_code, verification_uri } = await start();
      const refused = await new TestBrowser().post(verification_uri, { device_user_code: user_code }, '*/*');
      expect([refused.status, JSON.parse(refused.text)]).toEqual([401, NOBODY.body]);
      const started = await new TestBrowser().post(verification_uri, { client_id: 'mcp-device' }, 'application/json');
      expect(codesSchema.parse(JSON.parse(started.text)).verification_uri).toBe(verification_uri);
    });

    test('a Yes gives the device its tokens, once; polls that come too soon change nothing', async () => {
      const codes = await start();
      const { device_code, user_code, verification_uri } = codes;
      expect([await asker.poll(device_code), await asker.poll(device_code)]).toEqual([PENDING, TOO_SOON]);
      const polledAt = performance.now();
      const browser = new TestBrowser();
      const page = await question(browser, codes);
      expect(textOf(page, 'kc-page-title')).toBe('Grant Access to mcp-device');
      const yes = await browser.submit(page, { accept: 'Yes' });
      expect([yes.status, yes.location]).toEqual([302, `${asker.issuer}/device/status`]);
      expect(textOf(await browser.get(yes.location ?? ''), 'kc-page-title')).toBe('Device Login Successful');
      // A poll is answered five seconds after the last one, and no sooner.
      await sleep(5_300 - (performance.now() - polledAt));
      const { access_token, id_token, scope } = tokensIn(await asker.poll(device_code));
      expect(claimsOf(access_token)).toMatchObject({
        jti: expect.stringMatching(/^onrtdg:/),
        azp: 'mcp-device',
        aud: 'mcp-server',
        auth_time: expect.any(Number),
        scope,
      });
      expect(claimsOf(id_token)).toMatchObject({ aud: 'mcp-device', auth_time: claimsOf(access_token).auth_time });
      expect(await asker.poll(device_code)).toEqual(UNKNOWN);
      const used = await browser.get(`${verification_uri}?user_code=${user_code}`);
      expect(textOf(used, 'kc-feedback-text')).toBe('Invalid code, please try again.');
    });

    test('who is logged in is asked all the same; a No is told to the device', async () => {
      const browser = new TestBrowser();
      await asker.logIn(browser);
      const codes = await start({ scope: 'openid nope' });
      const no = await browser.submit(await question(browser, codes), { cancel: 'No' });
      expect([no.status, no.location]).toEqual([302, `${asker.issuer}/device/status?error=access_denied`]);
      expect(textOf(await browser.get(no.location ?? ''), 'kc-page-title')).toBe('Device Login Failed');
      const denied = refusal('access_denied', 'The end user denied the authorization request');
      expect([await asker.poll(codes.device_code), await asker.poll(codes.device_code)]).toEqual([denied, TOO_SOON]);
      expect((await browser.get(asker.authorization({ prompt: 'none' }))).location).toContain('code=');
    });

    test('a scope that the client may not have is left out; a challenge is answered', async () => {
      const browser = new TestBrowser();
      await asker.logIn(browser);
      const challenge = { code_challenge: VERIFIER, code_challenge_method: 'plain' };
      const codes = await start({ scope: 'openid nope', ...challenge });
      await browser.submit(await question(browser, codes), { accept: 'Yes' });
      const { scope } = tokensIn(await asker.poll(codes.device_code, { code_verifier: VERIFIER }));
      expect(scope.split(' ').toSorted()).toEqual(['email', 'openid', 'profile']);
    });
  });
}
