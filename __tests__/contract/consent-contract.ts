import type { IdentityTarget } from './identity-rows.ts';
import { codeIn, LoginAsker, tokensIn, toldTo } from './login-asker.ts';
import { type Shown, TestBrowser, textOf } from './test-browser.ts';

/** The contract of the question whether a client may have what it asks for, against the provider of LOGIN_PLAN that `target` names. */
export function describeConsentContract(name: string, target: () => IdentityTarget): void {
  const asker = new LoginAsker(target);
  const asks = { client_id: 'asks' };
  const privileges = ({ text }: Shown) =>
    [...text.matchAll(/<li>\s*<span>(.*?)<\/span>/gs)].map(([, words = '']) => words.trim()).toSorted();
  async function question(browser: TestBrowser): Promise<Shown> {
    const { status, location = '' } = await asker.logIn(browser, asks);
    expect([status, location]).toEqual([
      302,
      expect.stringContaining('/login-actions/required-action?execution=OAUTH_GRANT'),
    ]);
    return browser.get(location);
  }

  describe(`${name}, of consent, as Keycloak 26`, () => {
    test('a No is told to the client, and leaves nobody logged in', async () => {
      const browser = new TestBrowser();
      const page = await question(browser);
      expect([page.status, textOf(page, 'kc-page-title')]).toEqual([200, 'Grant Access to asks']);
      expect(privileges(page)).toEqual(['Email address', 'User profile', 'User roles', 'mcp-audience']);
      const no = await browser.submit(page, { cancel: 'No' });
      expect(toldTo(no)).toEqual({ error: 'access_denied', state: 'st', iss: asker.issuer });
      expect((await browser.get(asker.authorization(asks))).status).toBe(200);
    });

    test('a Yes is remembered: only what is new is asked for again', async () => {
      const browser = new TestBrowser();
      const yes = await browser.submit(await question(browser), { accept: 'Yes' });
      tokensIn(await asker.redeem(codeIn(yes), asks));
      tokensIn(await asker.redeem(codeIn(await browser.get(asker.authorization(asks))), asks));
      const more = { ...asks, scope: 'openid mcp-audience phone address' };
      expect(toldTo(await browser.get(asker.authorization({ ...more, prompt: 'none' })))).toEqual({
        error: 'interaction_required',
        state: 'st',
        iss: asker.issuer,
      });
      const { location = '' } = await browser.get(asker.authorization(more));
      expect(privileges(await browser.get(location))).toEqual(['Address', 'Phone number']);
    });

    test('who wants to ask anew does, for all of it; of a client that asks for no consent nothing is asked', async () => {
      const browser = new TestBrowser();
      const { location = '' } = await asker.logIn(browser, { ...asks, prompt: 'consent' });
      const page = await browser.get(location);
      expect(privileges(page)).toEqual(expect.arrayContaining(['Email address', 'User profile', 'mcp-audience']));
      tokensIn(await asker.redeem(codeIn(await browser.submit(page, { accept: 'Yes' })), asks));
      codeIn(await browser.get(asker.authorization({ prompt: 'consent' })));
    });

    test('a password grant is no way round it', async () => {
      const { username, password } = target();
      expect(await asker.post('/token', { grant_type: 'password', ...asks, username, password })).toEqual({
        status: 400,
        body: { error: 'invalid_client', error_description: 'Client requires user consent' },
      });
    });
  });
}
