import type { DeviceInvitation } from '../../services/clients/browser.ts';
import { loginByCode } from '../../services/clients/login-by-code.ts';
import { loginByDevice } from '../../services/clients/login-by-device.ts';
import { type WalkAnswers, type WalkEnd, walkPages } from '../../services/clients/walk/browser-walk.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { Secret } from '../../src/evidence/secret.ts';
import type { IdentityTarget } from './identity-rows.ts';

/** How our own client logs in at the provider of LOGIN_PLAN that `target` names once the tests run: in a browser that is walked, and by device. */
export function describeClientLogins(name: string, target: () => IdentityTarget): void {
  const { signal } = new AbortController();
  const answers = (more: Partial<WalkAnswers> = {}): WalkAnswers => {
    const { username, password } = target();
    return { username, password: new Secret(password), consent: 'yes', ...more };
  };
  /** A login by code, with how its walk ended and what was exchanged. */
  async function byCode(clientId: string, more: Partial<WalkAnswers> = {}, change = (address: URL) => address) {
    const exchanges: Exchange[] = [];
    let walk: Promise<WalkEnd> | undefined;
    const login = loginByCode({
      issuer: `${target().baseUrl}/realms/logins`,
      clientId,
      scope: 'openid mcp-audience',
      signal,
      redirectPath: '/callback',
      onExchange: (exchange) => exchanges.push(exchange),
      visit: async (address) => {
        walk = walkPages(change(address), answers(more), signal);
        await walk;
      },
    });
    return { login, exchanges, end: () => walk };
  }
  const byDevice = (invite: (invitation: DeviceInvitation) => Promise<unknown>) =>
    loginByDevice({
      issuer: `${target().baseUrl}/realms/logins`,
      clientId: 'mcp-device',
      scope: 'mcp-audience',
      signal,
      invite: async (invitation) => {
        await invite(invitation);
      },
    });

  describe(`${name}, as our client logs in there`, () => {
    test('by code: the tokens are of who logged in, and the browser is told so', async () => {
      const { login, exchanges, end } = await byCode('mcp-cli');
      const { claims, refreshToken } = await login;
      expect(claims).toMatchObject({
        azp: 'mcp-cli',
        aud: 'mcp-server',
        preferred_username: target().username,
        auth_time: expect.any(Number),
      });
      expect(refreshToken).toBeDefined();
      expect(await end()).toMatchObject({ status: 200, heading: 'You are logged in' });
      const told = JSON.stringify(exchanges);
      expect(told).toContain('grant_type=authorization_code');
      for (const field of ['code', 'code_verifier']) expect(told).toMatch(new RegExp(`[^_]${field}=\\*\\*\\*`));
    });

    test('by code, asked for consent: Yes', async () => {
      const { login } = await byCode('asks');
      expect((await login).claims).toMatchObject({ azp: 'asks' });
    });

    test('a wrong password: the page’s own words', async () => {
      const { login } = await byCode('mcp-cli', { password: new Secret('wrong') });
      await expect(login).rejects.toMatchObject({
        kind: 'login-refused',
        message: expect.stringContaining('Invalid username or password.'),
        next: expect.any(String),
      });
    });

    test('what the provider refuses with a page', async () => {
      const { login } = await byCode('mcp-cli', {}, (address) => {
        address.searchParams.set('redirect_uri', 'http://127.0.0.1/other');
        return address;
      });
      await expect(login).rejects.toMatchObject({
        kind: 'login-refused',
        message: expect.stringContaining('Invalid parameter: redirect_uri'),
      });
    });

    test('what the provider refuses by sending the browser back', async () => {
      const { login, end } = await byCode('mcp-cli', {}, (address) => {
        address.searchParams.set('prompt', 'none');
        return address;
      });
      await expect(login).rejects.toMatchObject({
        kind: 'login-refused',
        message: expect.stringContaining('login_required'),
      });
      expect(await end()).toMatchObject({ status: 400, heading: 'You are not logged in' });
    });

    test('an answer with another state is none to this login', async () => {
      const { login, end } = await byCode('mcp-cli', {}, (address) => {
        address.searchParams.set('state', 'other');
        return address;
      });
      await expect(login).rejects.toMatchObject({
        kind: 'login-refused',
        message: 'What the browser brought back is no answer to this login.',
        why: expect.stringContaining('"state"'),
      });
      expect(await end()).toMatchObject({ status: 400 });
    });

    test.each([
      ['another', { iss: 'http://elsewhere.example' }],
      ['none', {}],
    ])('an answer with the right state, and %s as issuer, is none either', async (_, told) => {
      let shown: Promise<Response> | undefined;
      const login = loginByCode({
        issuer: `${target().baseUrl}/realms/logins`,
        clientId: 'mcp-cli',
        signal,
        redirectPath: '/callback',
        visit: async ({ searchParams }) => {
          const state = searchParams.get('state') ?? '';
          const answer = new URLSearchParams({ code: 'somebody-elses', state, ...told });
          shown = fetch(`${searchParams.get('redirect_uri')}?${answer}`);
          await shown;
        },
      });
      await expect(login).rejects.toMatchObject({ kind: 'login-refused', why: expect.stringContaining('"iss"') });
      expect((await shown)?.status).toBe(400);
    });

    test('by device: the code is entered elsewhere, and the device gets the tokens', async () => {
      let end: WalkEnd | undefined;
      const { claims } = await byDevice(async ({ address, userCode, complete }) => {
        expect(complete?.href).toBe(`${address}?user_code=${userCode}`);
        end = await walkPages(address, answers({ userCode }), signal);
      });
      expect(end).toMatchObject({ status: 200, heading: 'Device Login Successful' });
      expect(claims).toMatchObject({ azp: 'mcp-device', aud: 'mcp-server', preferred_username: target().username });
    });

    test('by device: a No', async () => {
      const login = byDevice(({ address, userCode }) =>
        walkPages(address, answers({ userCode, consent: 'no' }), signal),
      );
      await expect(login).rejects.toMatchObject({ kind: 'login-refused', message: 'The login was cancelled.' });
    });

    test('by device: another code than the device’s', async () => {
      const login = byDevice(({ address }) => walkPages(address, answers({ userCode: 'XXXX-XXXX' }), signal));
      await expect(login).rejects.toMatchObject({
        kind: 'login-refused',
        message: expect.stringContaining('Invalid code, please try again.'),
      });
    });
  });
}
