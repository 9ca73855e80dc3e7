import { decodeJwt } from 'jose';
import type { RealmAdmin } from '../../services/identity/realm-admin.ts';
import { ConfidentialAsker, type ConfidentialTarget, refusal } from './confidential-asker.ts';
import { bearer, sendTo } from './identity-asker.ts';
import { type Shown, TestBrowser } from './test-browser.ts';

const NEVER = new AbortController().signal;
const TOKEN_IS = {
  stale: ['invalid_grant', 'Stale token', 'Token verification failed'],
  ended: ['invalid_grant', 'Session not active', 'user_session_not_found'],
  disabled: ['invalid_grant', 'User disabled', 'User disabled'],
} as const;

/** What an administrator does, and what becomes of the tokens, on the provider that `target` names once the tests run. */
export function describeRealmAdmin(
  name: string,
  target: () => ConfidentialTarget & { readonly admin: RealmAdmin },
): void {
  const asker = new ConfidentialAsker(target);
  const logIn = () => asker.logIn('openid mcp-audience');
  type Tokens = Awaited<ReturnType<typeof logIn>>;
  const isActive = async ({ access_token }: Tokens) =>
    ((await asker.introspect(access_token)).body as { active: boolean }).active;
  const expectGood = async (tokens: Tokens) => {
    expect(await isActive(tokens)).toBe(true);
    expect((await asker.refresh(tokens.refresh_token)).status).toBe(200);
    expect((await userinfo(tokens)).status).toBe(200);
  };
  const expectBad = async (tokens: Tokens, is: keyof typeof TOKEN_IS) => {
    const [error, description, challenge] = TOKEN_IS[is];
    expect(await isActive(tokens)).toBe(false);
    expect(await asker.refresh(tokens.refresh_token)).toEqual(refusal(400, error, description));
    const { status, headers } = await userinfo(tokens);
    const told = `Bearer realm="confidential", error="invalid_token", error_description="${challenge}"`;
    expect([status, headers.get('www-authenticate')]).toEqual([401, told]);
  };
  const userinfo = ({ access_token }: Tokens) =>
    sendTo(target().baseUrl, {
      path: '/realms/confidential/protocol/openid-connect/userinfo',
      headers: bearer(access_token),
    });
  const sidOf = ({ access_token }: Tokens) => String(decodeJwt(access_token).sid);
  const afterIssue = ({ access_token }: Tokens) => Number(decodeJwt(access_token).iat) + 1;

  describe(`${name}, under an administrator, as Keycloak 26`, () => {
    test('a session that is ended takes its tokens along, and no other; that it has ended already is no error', async () => {
      const [ended, other] = [await logIn(), await logIn()];
      for (const _ of ['once', 'again']) await target().admin.endSession(sidOf(ended), NEVER);
      await expectBad(ended, 'ended');
      await expectGood(other);
    });

    test('a user who is disabled is let in no more, and the tokens are good again once the user is enabled', async () => {
      const tokens = await logIn();
      const { admin, username, password } = target();
      await admin.setUserEnabled(false, NEVER);
      try {
        await expectBad(tokens, 'disabled');
        const form = { grant_type: 'password', client_id: 'llama-stack', username };
        expect(await asker.answerTo({ form: { ...form, password } })).toEqual(
          refusal(400, 'invalid_grant', 'Account disabled'),
        );
        expect(await asker.answerTo({ form: { ...form, password: 'wrong' } })).toEqual(
          refusal(400, 'invalid_grant', 'Invalid user credentials'),
        );
      } finally {
        await admin.setUserEnabled(true, NEVER);
      }
      await expectGood(tokens);
    });

    test('in a browser a disabled user is told so, where the password is right; what was begun before comes to nothing', async () => {
      const { admin, baseUrl, username, password } = target();
      const asked = { response_type: 'code', client_id: 'llama-stack', redirect_uri: 'http://localhost/x' };
      const url = `${baseUrl}/realms/confidential/protocol/openid-connect/auth?${new URLSearchParams(asked)}`;
      const logInBy = async (browser: TestBrowser, secret = password) =>
        browser.submit(await browser.get(url), { username, password: secret });
      const codeOf = ({ location = '' }: Shown) => new URL(location).searchParams.get('code') ?? '';
      const redeem = (code: string) => {
        const { client_id, redirect_uri } = asked;
        return asker.answerTo({ form: { grant_type: 'authorization_code', code, client_id, redirect_uri } });
      };
      const browser = new TestBrowser();
      const [code, ofEnded] = [codeOf(await logInBy(browser)), codeOf(await logInBy(new TestBrowser()))];
      await admin.endSession(ofEnded.split('.')[1] ?? '', NEVER);
      expect(await redeem(ofEnded)).toEqual(refusal(400, 'invalid_grant', 'Code not valid'));
      await admin.setUserEnabled(false, NEVER);
      try {
        const [right, wrong] = [await logInBy(new TestBrowser()), await logInBy(new TestBrowser(), 'wrong')];
        expect([right.status, wrong.status]).toEqual([200, 200]);
        expect(right.text).toContain('Account is disabled, contact your administrator.');
        expect(wrong.text).toContain('Invalid username or password.');
        expect(await redeem(code)).toEqual(refusal(400, 'invalid_grant', 'User disabled'));
        // The browser that is logged in is asked again.
        const again = await browser.get(url);
        expect([again.status, again.text]).toEqual([200, expect.stringMatching(/type="password"/)]);
      } finally {
        await admin.setUserEnabled(true, NEVER);
      }
    });

    test('a not-before time makes older tokens stale, says so in every answer, and can be set back', async () => {
      const tokens = await logIn();
      const { admin } = target();
      try {
        await admin.setNotBefore(afterIssue(tokens) - 1, NEVER);
        await expectGood(tokens);
        await admin.setNotBefore(afterIssue(tokens), NEVER);
        await expectBad(tokens, 'stale');
        expect((await logIn())['not-before-policy']).toBe(afterIssue(tokens));
        const realm = await sendTo(target().baseUrl, { path: '/realms/confidential' });
        expect(await realm.json()).toMatchObject({ 'tokens-not-before': afterIssue(tokens) });
      } finally {
        await admin.setNotBefore(undefined, NEVER);
      }
      await expectGood(tokens);
      expect((await logIn())['not-before-policy']).toBe(0);
    });

    test('of several reasons the first in order is said: stale, ended, disabled', async () => {
      const tokens = await logIn();
      const { admin } = target();
      try {
        await admin.setUserEnabled(false, NEVER);
        await admin.endSession(sidOf(tokens), NEVER);
        await expectBad(tokens, 'ended');
        await admin.setNotBefore(afterIssue(tokens), NEVER);
        await expectBad(tokens, 'stale');
      } finally {
        await admin.setUserEnabled(true, NEVER);
        await admin.setNotBefore(undefined, NEVER);
      }
    });
  });
}
