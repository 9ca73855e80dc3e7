import { bearer, type IdentityAsker } from './identity-asker.ts';
import { type Ask, type Fields, PROTOCOL, passwordGrant, refreshGrant } from './identity-rows.ts';

const error = (code: string, description: string) => ({ error: code, error_description: description });

function revoke(token: string | undefined, fields: Fields = {}, headers: Record<string, string> = {}): Ask {
  return { path: `${PROTOCOL}/revoke`, headers, fields: { client_id: 'llama-stack', token, ...fields } };
}

/** RFC 7009, and what it leaves alive. */
export function testRevocation(asker: IdentityAsker): void {
  test('a revoked access token is refused by the provider, verifies elsewhere, and its session goes on', async () => {
    const { access_token, refresh_token } = await asker.logIn({ scope: 'openid' });
    const [another] = [await asker.logIn({ scope: 'openid' })];
    for (const _ of ['once', 'again'])
      expect(await asker.answerTo(revoke(access_token))).toEqual({ status: 200, body: undefined });
    const refused = await asker.userinfo(bearer(access_token));
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="demo", error="invalid_token", error_description="Token verification failed"',
    ]);
    await asker.verified(access_token);
    expect((await asker.answerTo(refreshGrant(refresh_token))).status).toBe(200);
    expect((await asker.userinfo(bearer(another.access_token))).status).toBe(200);
  });

  test('a revoked refresh token ends its session, and no other', async () => {
    const { refresh_token } = await asker.logIn({ scope: 'openid' });
    const another = await asker.logIn();
    expect(await asker.answerTo(revoke(refresh_token))).toEqual({ status: 200, body: undefined });
    const ended = { status: 400, body: error('invalid_grant', 'Session not active') };
    expect(await asker.answerTo(refreshGrant(refresh_token))).toEqual(ended);
    expect(await asker.answerTo(revoke(refresh_token, { token_type_hint: 'refresh_token' }))).toEqual({
      status: 200,
      body: error('invalid_token', 'Invalid token'),
    });
    expect((await asker.answerTo(refreshGrant(another.refresh_token))).status).toBe(200);
  });

  test('a revoked off-line token ends the session that has no end', async () => {
    const { refresh_token } = await asker.logIn({ scope: 'offline_access' });
    expect(await asker.answerTo(revoke(refresh_token))).toEqual({ status: 200, body: undefined });
    expect(await asker.answerTo(refreshGrant(refresh_token))).toEqual({
      status: 400,
      body: error('invalid_grant', 'Offline user session not found'),
    });
  });

  test('what cannot be revoked, and by whom', async () => {
    const { access_token, id_token } = await asker.logIn({ scope: 'openid' });
    const rows: [Ask, number, unknown][] = [
      [revoke('x'), 200, error('invalid_token', 'Invalid token')],
      [revoke(undefined), 400, error('invalid_request', 'Token not provided')],
      [revoke(id_token), 400, error('unsupported_token_type', 'Unsupported token type')],
      [revoke(access_token, { client_id: 'my-external-tool' }), 400, error('invalid_request', 'Unmatching clients')],
      [
        revoke(access_token, { client_id: undefined }),
        401,
        error('invalid_client', 'Invalid client or Invalid client credentials'),
      ],
      [revoke(access_token, {}, { origin: 'http://elsewhere.example' }), 403, { error: 'Invalid origin' }],
      [
        { ...revoke(undefined), body: 'client_id=llama-stack&token=x&token=y' },
        400,
        error('invalid_request', 'duplicated parameter'),
      ],
    ];
    for (const [ask, status, body] of rows) expect(await asker.answerTo(ask)).toEqual({ status, body });
    expect((await asker.userinfo(bearer(access_token))).status).toBe(200);
  });

  test('a permission is refused to a user with a token, by what is asked for', async () => {
    const headers = bearer((await asker.logIn()).access_token);
    const asked = (audience?: string) =>
      passwordGrant({ grant_type: 'urn:ietf:params:oauth:grant-type:uma-ticket', audience }, headers)(asker.target);
    for (const [audience, description] of [
      [undefined, 'You must provide the issuedFor'],
      ['llama-stack', 'Client does not support permissions'],
      ['nobody', 'Unknown resource server id: [nobody]'],
    ] as const)
      expect(await asker.answerTo(asked(audience))).toEqual({
        status: 400,
        body: error('invalid_request', description),
      });
  });

  test('a logout in the browser brings back its state', async () => {
    const { id_token = '' } = await asker.logIn({ scope: 'openid' });
    const redirect = { post_logout_redirect_uri: 'http://localhost/bye?a=1', state: 's' };
    const query = new URLSearchParams({ id_token_hint: id_token, ...redirect });
    const response = await asker.send({ path: `${PROTOCOL}/logout?${query}` });
    expect([response.status, response.headers.get('location')]).toEqual([302, 'http://localhost/bye?a=1&state=s']);
  });
}
