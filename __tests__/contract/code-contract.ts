import { createHash } from 'node:crypto';
import type { Fields, IdentityTarget } from './identity-rows.ts';
import { CALLBACK, claimsOf, codeIn, LoginAsker, tokensIn, toldTo } from './login-asker.ts';
import { actionOf, TestBrowser, textOf } from './test-browser.ts';

/** What /auth says to a person, because it can tell no client. */
const PAGES: readonly [situation: string, fields: Fields, text: string][] = [
  ['a redirect URI that is not registered', { redirect_uri: 'http://127.0.0.1/other' }, 'redirect_uri'],
  ['none', { redirect_uri: undefined }, 'redirect_uri'],
  ['one by another name of this machine', { redirect_uri: 'http://localhost:33420/callback' }, 'redirect_uri'],
  ['one by its other address', { redirect_uri: 'http://[::1]:33420/callback' }, 'redirect_uri'],
  ['one with a query', { redirect_uri: `${CALLBACK}?x=1` }, 'redirect_uri'],
  ['one with a fragment', { redirect_uri: `${CALLBACK}#x` }, 'redirect_uri'],
  ['one with a user', { redirect_uri: 'http://u@127.0.0.1:33420/callback' }, 'redirect_uri'],
  ['one with steps upwards', { redirect_uri: 'http://127.0.0.1:33420/callback/../callback' }, 'redirect_uri'],
  ['one with a slash more', { redirect_uri: `${CALLBACK}/` }, 'redirect_uri'],
  ['one over https', { redirect_uri: 'https://127.0.0.1:33420/callback' }, 'redirect_uri'],
  ['::1, where any path is registered', { client_id: 'any-path', redirect_uri: 'http://[::1]:1/x' }, 'redirect_uri'],
];

const implicit = (fields: Fields): [Fields, '#', Record<string, string>] => [
  fields,
  '#',
  refusal(
    'unauthorized_client',
    'Client is not allowed to initiate browser login with given response_type. Implicit flow is disabled for the client.',
  ),
];

/** Where /auth sends a browser with what it refuses. */
const REFUSALS: readonly [fields: Fields, where: '?' | '#', told: Record<string, string>][] = [
  [{ response_type: undefined }, '?', refusal('invalid_request', 'Missing parameter: response_type')],
  [{ response_type: 'kode' }, '?', { error: 'unsupported_response_type' }],
  implicit({ response_type: 'token' }),
  implicit({ response_type: 'code id_token' }),
  [{ scope: 'openid nope' }, '?', refusal('invalid_scope', 'Invalid scopes: openid nope')],
  [{ scope: '' }, '?', refusal('invalid_scope', 'Invalid scopes: ')],
  [{ response_mode: 'nope' }, '?', refusal('invalid_request', 'Invalid parameter: response_mode')],
  [
    { code_challenge: undefined, code_challenge_method: undefined },
    '?',
    refusal('invalid_request', 'Missing parameter: code_challenge_method'),
  ],
  [{ code_challenge_method: undefined }, '?', refusal('invalid_request', 'Missing parameter: code_challenge_method')],
  [{ code_challenge: undefined }, '?', refusal('invalid_request', 'Missing parameter: code_challenge')],
  [{ code_challenge: 'x' }, '?', refusal('invalid_request', 'Invalid parameter: code_challenge')],
  ...['plain', 'nope'].map((method): [Fields, '?', Record<string, string>] => [
    { code_challenge_method: method },
    '?',
    refusal('invalid_request', 'Invalid parameter: code challenge method is not matching the configured one'),
  ]),
  [{ prompt: 'none' }, '?', { error: 'login_required' }],
  [
    { client_id: 'mcp-device' },
    '?',
    refusal(
      'unauthorized_client',
      'Client is not allowed to initiate browser login with given response_type. Standard flow is disabled for the client.',
    ),
  ],
];

/** What the token endpoint says to a code that is good, with other fields. */
const TOKEN_REFUSALS: readonly [situation: string, fields: Fields, description: string, asked?: Fields][] = [
  ['another verifier', { code_verifier: 'w'.repeat(43) }, 'PKCE verification failed: Code mismatch'],
  ['no verifier', { code_verifier: undefined }, 'PKCE code verifier not specified'],
  ['a short verifier', { code_verifier: 'x' }, 'PKCE verification failed: Invalid code verifier'],
  ['another redirect URI', { redirect_uri: 'http://127.0.0.1:1/callback' }, 'Incorrect redirect_uri'],
  ['no redirect URI', { redirect_uri: undefined }, 'Incorrect redirect_uri'],
  ['another client', { client_id: 'plain-cli' }, 'Auth error: Found different client_id in clientSession'],
  [
    'a verifier to no challenge',
    { client_id: 'plain-cli' },
    'PKCE code verifier specified but challenge not present in authorization',
    { client_id: 'plain-cli', code_challenge: undefined, code_challenge_method: undefined },
  ],
];

function refusal(error: string, error_description: string): Record<string, string> {
  return { error, error_description };
}
const CODE_NOT_VALID = { status: 400, body: refusal('invalid_grant', 'Code not valid') };

/** The contract of a login by code and PKCE, against the provider of LOGIN_PLAN that `target` names once the tests run. */
export function describeCodeContract(name: string, target: () => IdentityTarget): void {
  const asker = new LoginAsker(target);

  describe(`${name}, of a login by code, as Keycloak 26`, () => {
    test.each(PAGES)('%s: a page that says so', async (_, fields, parameter) => {
      const page = await new TestBrowser().get(asker.authorization(fields));
      expect([page.status, page.location]).toEqual([400, undefined]);
      expect(page.headers.get('content-type')).toMatch(/^text\/html; ?charset=utf-8$/i);
      expect(textOf(page, 'kc-error-message')).toContain(`Invalid parameter: ${parameter}`);
    });

    test('request objects are none of its own', async () => {
      const page = await new TestBrowser().get(asker.authorization({ request: 'x' }));
      expect([page.status, textOf(page, 'kc-error-message')]).toEqual([
        400,
        expect.stringContaining('Invalid Request'),
      ]);
    });

    test.each(REFUSALS)('/auth with %j: %s %j', async (fields, where, told) => {
      const { status, location = '' } = await new TestBrowser().get(asker.authorization(fields));
      const { href, search, hash } = new URL(location);
      expect([status, href.split(/[?#]/)[0], where === '?' ? hash : search]).toEqual([302, CALLBACK, '']);
      const answered = Object.fromEntries(new URLSearchParams((hash || search).slice(1)));
      expect(answered).toEqual({ ...told, state: 'st', iss: asker.issuer });
    });

    test.each(['http://127.0.0.1/callback', 'http://127.0.0.1:1/callback'])(
      '%s is the registered one, at any port',
      async (redirect_uri) => {
        expect((await new TestBrowser().get(asker.authorization({ redirect_uri }))).status).toBe(200);
      },
    );

    test.each(['http://localhost:33420/callback', 'http://127.0.0.1:8321/a/b?c=d'])(
      '%s fits a pattern',
      async (uri) => {
        const fields = { client_id: 'any-path', redirect_uri: uri };
        const { location = '' } = await asker.logIn(new TestBrowser(), fields);
        expect(location).toMatch(new RegExp(`^${uri.replaceAll('?', '\\?')}[?&]state=st&session_state=`));
      },
    );

    test('the login page has the names that a headless login knows, and is kept nowhere', async () => {
      const browser = new TestBrowser();
      const page = await browser.get(asker.authorization({ login_hint: 'bob' }));
      expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store, must-revalidate, max-age=0']);
      expect(page.text).toMatch(/<title>Sign in to logins<\/title>/);
      expect(page.text).toMatch(/<form[^>]*id="kc-form-login"[^>]*method="post"/s);
      expect(actionOf(page)).toMatch(/\/login-actions\/authenticate\?.*client_id=mcp-cli&tab_id=[\w-]+&client_data=/);
      expect(page.text).toMatch(/<input[^>]*id="username"[^>]*name="username"[^>]*value="bob"/);
      expect(page.text).toMatch(/<input[^>]*id="password"[^>]*name="password"/);
      expect(page.text).toMatch(/id="kc-login"/);
      expect(browser.cookies.has('AUTH_SESSION_ID')).toBe(true);
    });

    test('a login answers with state, session_state, iss and code, in this order, and the code gives tokens', async () => {
      const browser = new TestBrowser();
      const callback = await asker.logIn(browser, { nonce: 'n-1' });
      expect([callback.status, callback.location?.split('?')[0]]).toEqual([302, CALLBACK]);
      const told = toldTo(callback);
      expect(Object.keys(told)).toEqual(['state', 'session_state', 'iss', 'code']);
      expect(told).toMatchObject({ state: 'st', iss: asker.issuer });
      expect(told.code).toMatch(new RegExp(`^[\\da-f-]{36}\\.${told.session_state}\\.[\\da-f-]{36}$`));
      expect(browser.cookies.get('KEYCLOAK_IDENTITY')).toBeDefined();

      const { access_token, refresh_token, id_token, scope, ...rest } = tokensIn(await asker.redeem(codeIn(callback)));
      expect(rest).toEqual({
        expires_in: 300,
        refresh_expires_in: 1800,
        token_type: 'Bearer',
        'not-before-policy': 0,
        session_state: told.session_state,
      });
      const claims = claimsOf(access_token);
      expect(Object.keys(claims).slice(0, 9)).toEqual('exp iat auth_time jti iss aud sub typ azp'.split(' '));
      expect(claims).toMatchObject({
        jti: expect.stringMatching(/^onrtac:/),
        iss: asker.issuer,
        aud: 'mcp-server',
        azp: 'mcp-cli',
        sid: told.session_state,
        acr: '1',
        scope,
      });
      expect(claims).not.toHaveProperty('nonce');
      expect(claims).not.toHaveProperty('allowed-origins');
      const identity = claimsOf(id_token);
      const hash = createHash('sha256').update(access_token).digest().subarray(0, 16).toString('base64url');
      expect(Object.keys(identity)).toEqual(
        'exp iat auth_time jti iss aud sub typ azp nonce sid at_hash acr email_verified name preferred_username given_name family_name email'.split(
          ' ',
        ),
      );
      expect(identity).toMatchObject({ aud: 'mcp-cli', typ: 'ID', nonce: 'n-1', at_hash: hash, sub: claims.sub });
      expect(identity.auth_time).toBe(claims.auth_time);
      expect((claims.iat ?? 0) - Number(claims.auth_time)).toBeLessThan(30);

      const renewed = tokensIn(await asker.refresh(refresh_token));
      expect(claimsOf(renewed.access_token)).toMatchObject({ auth_time: claims.auth_time, sid: claims.sid });
      expect(claimsOf(renewed.id_token)).not.toHaveProperty('nonce');
    });

    test('without openid there is no ID token, without a state none comes back', async () => {
      const callback = await asker.logIn(undefined, { scope: undefined, state: undefined });
      expect(Object.keys(toldTo(callback))).toEqual(['session_state', 'iss', 'code']);
      const tokens = tokensIn(await asker.redeem(codeIn(callback)));
      expect([tokens.id_token, claimsOf(tokens.access_token).aud]).toEqual([undefined, undefined]);
    });

    test.each([
      ['a wrong password', { username: 'alan', password: 'wrong' }],
      ['an unknown user', { username: 'nobody', password: 'alan' }],
      ['nothing', { username: '', password: '' }],
    ])('%s: the page again, with status 200 and the reason, and from there a login', async (_, fields) => {
      const browser = new TestBrowser();
      const page = await browser.get(asker.authorization());
      const again = await browser.submit(page, fields);
      expect([again.status, again.location]).toEqual([200, undefined]);
      expect(textOf(again, 'input-error-username')).toBe('Invalid username or password.');
      expect(actionOf(again)).not.toBe(actionOf(page));
      expect((await asker.fillIn(browser, again)).status).toBe(302);
    });

    test('what is told of a wrong user name is text', async () => {
      const browser = new TestBrowser();
      const page = await browser.get(asker.authorization());
      const again = await browser.submit(page, { username: '"><b>x</b>', password: 'x' });
      expect(again.text).not.toContain('<b>x</b>');
      expect(again.text).toContain('&quot;&gt;&lt;b&gt;x&lt;/b&gt;');
    });

    test('another browser, which has not the cookies, may not go on', async () => {
      const page = await new TestBrowser().get(asker.authorization());
      const other = await asker.fillIn(new TestBrowser(), page);
      expect([other.status, textOf(other, 'kc-error-message')]).toEqual([
        400,
        expect.stringContaining('Restart login cookie not found.'),
      ]);
    });

    test('a form that is sent once more says that the login is over', async () => {
      const browser = new TestBrowser();
      const page = await browser.get(asker.authorization());
      expect((await asker.fillIn(browser, page)).status).toBe(302);
      expect(toldTo(await asker.fillIn(browser, page))).toEqual({
        ...refusal('temporarily_unavailable', 'authentication_expired'),
        state: 'st',
        iss: asker.issuer,
      });
      const elsewhere = actionOf(page).replace(
        /client_data=[^&]*/,
        `client_data=${btoa('{"ru":"http://x.example/"}')}`,
      );
      expect((await browser.post(elsewhere, {})).location ?? '').not.toContain('x.example');
    });

    test('an older form leads back to the page', async () => {
      const browser = new TestBrowser();
      const page = await browser.get(asker.authorization());
      await browser.submit(page, { username: 'alan', password: 'wrong' });
      const { status, location = '' } = await asker.fillIn(browser, page);
      expect(status).toBe(302);
      const again = await browser.get(location);
      expect([again.status, (await asker.fillIn(browser, again)).status]).toEqual([200, 302]);
    });

    test('who is logged in gets a code without a page, in the same session; with prompt=login the page asks again', async () => {
      const browser = new TestBrowser();
      const first = toldTo(await asker.logIn(browser));
      const second = await browser.get(asker.authorization({ client_id: 'plain-cli' }));
      expect(toldTo(second).session_state).toBe(first.session_state);
      tokensIn(await asker.redeem(codeIn(second), { client_id: 'plain-cli' }));
      expect(toldTo(await browser.get(asker.authorization({ prompt: 'none' }))).code).toBeDefined();
      const page = await browser.get(asker.authorization({ prompt: 'login' }));
      expect(page.status).toBe(200);
      expect(page.text).toContain('Please re-authenticate to continue');
      expect(page.text).not.toMatch(/<input[^>]*name="username"/);
      const again = toldTo(await browser.submit(page, { password: target().password }));
      expect(again.session_state).toBe(first.session_state);
    });

    test('the answer comes as the client wants it: in a fragment, or as a form', async () => {
      const browser = new TestBrowser();
      await asker.logIn(browser);
      const { location = '' } = await browser.get(asker.authorization({ response_mode: 'fragment' }));
      expect(location).toMatch(/\/callback#state=st&session_state=[\w-]+&iss=.*&code=/);
      const form = await browser.get(asker.authorization({ response_mode: 'form_post' }));
      expect([form.status, actionOf(form)]).toEqual([200, CALLBACK]);
      for (const field of ['code', 'state', 'iss', 'session_state'])
        expect(form.text).toMatch(new RegExp(`name="${field}"`, 'i'));
    });

    test.each(TOKEN_REFUSALS)('%s, which uses the code up', async (_, fields, description, asked = {}) => {
      const code = codeIn(await asker.logIn(undefined, asked));
      expect(await asker.redeem(code, fields)).toEqual({ status: 400, body: refusal('invalid_grant', description) });
      expect(await asker.redeem(code)).toEqual(CODE_NOT_VALID);
    });

    test('no code, and one that nobody gave out', async () => {
      const none = { status: 400, body: refusal('invalid_request', 'Missing parameter: code') };
      expect(await asker.redeem('', { code: undefined })).toEqual(none);
      expect(await asker.redeem('')).toEqual(CODE_NOT_VALID);
      expect(await asker.redeem('a.b.c')).toEqual(CODE_NOT_VALID);
    });

    test('a code that comes twice ends what it gave; the browser stays logged in', async () => {
      const browser = new TestBrowser();
      const code = codeIn(await asker.logIn(browser));
      const tokens = tokensIn(await asker.redeem(code));
      expect(await asker.redeem(code)).toEqual(CODE_NOT_VALID);
      expect(await asker.refresh(tokens.refresh_token)).toEqual({
        status: 400,
        body: refusal('invalid_grant', "Session doesn't have required client"),
      });
      expect((await asker.userinfo(tokens.access_token)).headers.get('www-authenticate')).toContain(
        'error_description="user_session_not_found"',
      );
      const again = await browser.get(asker.authorization());
      tokensIn(await asker.redeem(codeIn(again)));
    });

    test('a plain challenge is taken where no client has to do better', async () => {
      const fields = { client_id: 'plain-cli', code_challenge: 'p'.repeat(43), code_challenge_method: undefined };
      const code = codeIn(await asker.logIn(undefined, fields));
      tokensIn(await asker.redeem(code, { client_id: 'plain-cli', code_verifier: 'p'.repeat(43) }));
    });
  });
}
