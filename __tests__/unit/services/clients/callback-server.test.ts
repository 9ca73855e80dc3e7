import { request } from 'node:http';
import { openCallbackServer } from '../../../../services/clients/callback-server.ts';
import { loginByCode } from '../../../../services/clients/login-by-code.ts';
import { startEmbedded } from '../../../contract/identity-embedded.ts';
import { LOGIN_PLAN } from '../../../contract/login-plan.ts';

/** A GET with another Host header, which fetch does not let anybody set. */
function getAs(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('one answer for one path is taken, and shown how it ended; all else is nothing that is awaited', async () => {
  const server = await openCallbackServer('/callback');
  try {
    const { redirectUri } = server;
    expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect((await fetch(new URL('/favicon.ico', redirectUri))).status).toBe(404);
    expect((await fetch(redirectUri, { method: 'POST' })).status).toBe(404);
    expect(await getAs(redirectUri, 'rebound.example')).toBe(404);
    const browser = fetch(`${redirectUri}?code=abc&state=%3Cb%3E`);
    const { url, show } = await server.arrival;
    expect(url.href).toBe(`${redirectUri}?code=abc&state=%3Cb%3E`);
    const late = await fetch(`${redirectUri}?code=other`);
    expect(late.status).toBe(404);
    await show('logged in');
    const shown = await browser;
    expect([shown.status, shown.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
    const text = await shown.text();
    expect(text).toContain('<h1>You are logged in</h1>');
    expect(text).not.toMatch(/abc|state|<script/);
  } finally {
    await server.close();
  }
  await expect(fetch(server.redirectUri)).rejects.toThrow();
});

describe('a login that comes to no end', () => {
  const at = (issuer: string, more: Partial<Parameters<typeof loginByCode>[0]>) =>
    loginByCode({
      issuer,
      clientId: 'mcp-cli',
      signal: new AbortController().signal,
      redirectPath: '/callback',
      visit: async () => {},
      ...more,
    });

  test('is over when its time is, and when the run is; its port is free then', async () => {
    const { part } = await startEmbedded({ realm: LOGIN_PLAN });
    try {
      const issuer = `${part.url}/realms/logins`;
      let redirect = '';
      const visit = async (address: URL) => {
        redirect = address.searchParams.get('redirect_uri') ?? '';
      };
      await expect(at(issuer, { visit, pagesMs: 50 })).rejects.toMatchObject({
        kind: 'login-refused',
        message: expect.stringMatching(/^Nobody logged in within/),
      });
      await expect(fetch(redirect)).rejects.toThrow();
      const controller = new AbortController();
      const reason = new Error('the run is over');
      const login = at(issuer, { signal: controller.signal, visit: async () => controller.abort(reason) });
      await expect(login).rejects.toBe(reason);
    } finally {
      await part.close();
    }
  });
});
