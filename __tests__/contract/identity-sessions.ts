import { bearer, type IdentityAsker, tampered, tokensSchema, userClaims, words } from './identity-asker.ts';
import { type Ask, PROTOCOL, refreshGrant } from './identity-rows.ts';

const SESSION_ENDED = { error: 'invalid_grant', error_description: 'Session not active' };

/** What a login opens: refresh, userinfo, and logout that ends them. */
export function testSessions(asker: IdentityAsker): void {
  test('a refresh keeps sub, sid and aud, is told apart by its jti, and may be done again', async () => {
    const first = await asker.logIn({ scope: 'tool-audience' });
    const before = (await asker.verified(first.access_token)).payload;
    for (const _ of ['once', 'again']) {
      const { status, body } = await asker.answerTo(refreshGrant(first.refresh_token));
      const { access_token, refresh_token, scope, ...rest } = tokensSchema.parse(body);
      expect(status).toBe(200);
      expect(rest).toEqual({
        expires_in: expect.closeTo(300, -1),
        refresh_expires_in: expect.closeTo(1800, -1),
        token_type: 'Bearer',
        'not-before-policy': 0,
        session_state: first.session_state,
      });
      expect(refresh_token).not.toBe('');
      expect(words(scope)).toEqual(['email', 'profile', 'tool-audience']);
      const { payload } = await asker.verified(access_token, 'my-external-tool');
      expect(payload).toMatchObject({ sub: before.sub, sid: before.sid, azp: before.azp });
      expect(payload.jti).toMatch(/^onrtrt:/);
    }
  });

  test.each([
    ['profile', ['email', 'profile'], undefined],
    ['tool-audience openid', ['email', 'profile', 'tool-audience'], 'my-external-tool'],
    ['address', ['email', 'profile'], undefined],
  ])('a refresh that asks for %s gets what the session holds of it', async (asked, named, audience) => {
    const { refresh_token } = await asker.logIn({ scope: 'tool-audience' });
    const { body } = await asker.answerTo(refreshGrant(refresh_token, { scope: asked }));
    const { access_token, scope } = tokensSchema.parse(body);
    expect(words(scope)).toEqual(named);
    expect((await asker.verified(access_token)).payload.aud).toBe(audience);
  });

  test('a refresh is refused to another client, for another scope, and with what is no refresh token', async () => {
    const { refresh_token, access_token } = await asker.logIn();
    const refusals: [Ask, unknown][] = [
      [
        refreshGrant(refresh_token, { client_id: 'my-external-tool' }),
        ['invalid_grant', "Invalid refresh token. Token client and authorized client don't match"],
      ],
      [refreshGrant(refresh_token, { scope: 'nope' }), ['invalid_scope', 'Invalid scopes: nope']],
      [refreshGrant(refresh_token, { scope: '' }), ['invalid_scope', 'Invalid scopes: ']],
      [refreshGrant(access_token), ['invalid_grant', 'Invalid refresh token']],
      [refreshGrant(tampered(refresh_token)), ['invalid_grant', 'Invalid refresh token']],
    ];
    for (const [ask, [error, error_description]] of refusals as [Ask, [string, string]][])
      expect(await asker.answerTo(ask)).toEqual({ status: 400, body: { error, error_description } });
  });

  test('after logout the refresh token is dead, while the access token verifies until it expires', async () => {
    const { access_token, refresh_token } = await asker.logIn({ scope: 'openid' });
    const logout = { path: `${PROTOCOL}/logout`, fields: { client_id: 'llama-stack', refresh_token } };
    expect((await asker.userinfo(bearer(access_token))).status).toBe(200);
    expect(await asker.answerTo(logout)).toEqual({ status: 204, body: undefined });
    expect(await asker.answerTo(refreshGrant(refresh_token))).toEqual({ status: 400, body: SESSION_ENDED });
    expect(await asker.answerTo(logout)).toEqual({ status: 204, body: undefined });
    await asker.verified(access_token);
    const refused = await asker.userinfo(bearer(access_token));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="demo", error="invalid_token", error_description="user_session_not_found"',
    ]);
  });

  test('logout with an ID token as hint ends the session', async () => {
    const { id_token = '', refresh_token } = await asker.logIn({ scope: 'openid' });
    const query = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: 'http://localhost/bye' });
    const response = await asker.send({ path: `${PROTOCOL}/logout?${query}` });
    expect([response.status, response.headers.get('location')]).toEqual([302, 'http://localhost/bye']);
    expect(await asker.answerTo(refreshGrant(refresh_token))).toEqual({ status: 400, body: SESSION_ENDED });
  });

  test('userinfo tells the claims of a token with openid, in the header or in the form', async () => {
    const { access_token } = await asker.logIn({ scope: 'openid' });
    const told = { sub: (await asker.verified(access_token)).payload.sub, ...userClaims(asker.target.username) };
    expect(await (await asker.userinfo(bearer(access_token))).json()).toEqual(told);
    const inForm = { path: `${PROTOCOL}/userinfo`, fields: { access_token } };
    expect(await asker.answerTo(inForm)).toEqual({ status: 200, body: told });
    expect((await asker.send({ ...inForm, headers: bearer(access_token) })).headers.get('www-authenticate')).toBe(
      'Bearer realm="demo", error="invalid_request", error_description="More than one method used for including an access token"',
    );
  });

  test('userinfo refuses with a challenge', async () => {
    const plain = await asker.logIn({ scope: 'tool-audience' });
    const { access_token, id_token = '', refresh_token } = await asker.logIn({ scope: 'openid' });
    const failed = [401, 'Bearer realm="demo", error="invalid_token", error_description="Token verification failed"'];
    const none = [401, 'Bearer realm="demo"'];
    const rows: [Record<string, string>, unknown][] = [
      [{}, none],
      [{ authorization: 'Basic x' }, none],
      [{ authorization: 'Bearer' }, none],
      [{ authorization: 'Bearer a b' }, none],
      [{ ...bearer(access_token), origin: 'http://elsewhere.example' }, [403, null]],
      [bearer('x'), failed],
      [bearer('a.b.c'), failed],
      [bearer(tampered(access_token)), failed],
      [bearer(id_token), failed],
      [bearer(refresh_token), failed],
      [
        bearer(plain.access_token),
        [403, 'Bearer realm="demo", error="insufficient_scope", error_description="Missing openid scope"'],
      ],
    ];
    for (const [headers, expected] of rows) {
      const { status, headers: answered } = await asker.userinfo(headers);
      expect([status, answered.get('www-authenticate')]).toEqual(expected);
    }
  });
}
