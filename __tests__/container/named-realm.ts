import * as z from 'zod';
import { AdminApi, AdminSession } from '../../services/identity/keycloak/admin-api.ts';
import type { AdminLogin } from '../../services/identity/keycloak/admin-login.ts';
import { clearAll, run } from '../e2e/program.ts';
import { freePorts } from '../e2e/world.ts';
import { LESSON } from '../lesson.ts';
import { NEVER } from './engine-lab.ts';

/** A realm of a Keycloak as a company has one: its own names, a confidential client with roles and all, and an audience that is no client's. */
const USER = { USER_NAME: 'grace', USER_PASSWORD: 'the password of grace' };
const SECRET = 'the secret of the agent & co.';
const AUDIENCE = 'https://tool.example';
const NAMES = ['--client', 'agent-cli', '--scope', 'tools', '--audience', AUDIENCE];
const CORP = {
  realm: 'corp',
  enabled: true,
  users: [
    {
      username: 'grace',
      enabled: true,
      firstName: 'Grace',
      lastName: 'Hopper',
      email: 'grace@corp.example',
      emailVerified: true,
      credentials: [{ type: 'password', value: USER.USER_PASSWORD, temporary: false }],
    },
  ],
};
const SCOPE = {
  name: 'tools',
  protocol: 'openid-connect',
  attributes: { 'include.in.token.scope': 'true' },
  protocolMappers: [
    {
      name: 'tools',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.custom.audience': AUDIENCE, 'access.token.claim': 'true' },
    },
  ],
};
const CLIENT = {
  clientId: 'agent-cli',
  secret: SECRET,
  publicClient: false,
  directAccessGrantsEnabled: true,
  standardFlowEnabled: true,
  serviceAccountsEnabled: true,
  fullScopeAllowed: true,
  redirectUris: ['http://127.0.0.1/*'],
  attributes: { 'oauth2.device.authorization.grant.enabled': 'true' },
  defaultClientScopes: ['basic', 'profile', 'email', 'roles', 'web-origins', 'acr'],
  optionalClientScopes: ['tools'],
};

/** The course on such a realm of a Keycloak that runs, whose admin's rights are known. */
export function describeNamedRealm(open: () => { readonly baseUrl: string; readonly admin: AdminLogin }): void {
  describe('a realm with names of its own', () => {
    let baseUrl: string;
    let admin: AdminLogin;
    let api: AdminApi;
    beforeAll(async () => {
      ({ baseUrl, admin } = open());
      api = new AdminApi(new AdminSession(baseUrl, admin), NEVER);
      await api.post('/realms', CORP);
      await api.post('/realms/corp/client-scopes', SCOPE);
      await api.post('/realms/corp/clients', CLIENT);
    });
    afterEach(clearAll);

    /** What of the realm an administrator sees, in one order: Keycloak gives its sets, a client's scopes among them, in any. */
    const whole = async () => JSON.stringify(await Promise.all(['', '/clients', '/client-scopes'].map(read)), inOrder);
    const inOrder = (_: string, value: unknown) =>
      Array.isArray(value) ? value.map((each) => JSON.stringify(each, inOrder)).sort() : value;
    const read = (path: string) => api.get(`/realms/corp${path}`, z.unknown());

    async function lesson(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
      const parts = ['tool', 'mcp', 'stack'];
      const ports = await freePorts(parts.length);
      const pinned = parts.flatMap((part, index) => [`--port-${part}`, String(ports[index])]);
      // Rights that are there, and are not to be used on what has names of its own.
      const rights = {
        KC_BOOTSTRAP_ADMIN_USERNAME: admin.username,
        KC_BOOTSTRAP_ADMIN_PASSWORD: admin.password.reveal(),
      };
      const all = { ...USER, ...rights, CLIENT_SECRET: SECRET, COLUMNS: '200', ...env };
      return run(['--ci', ...pinned, ...NAMES, ...args], { env: all });
    }

    test('the course on it: what it has is proved, what it lacks is left out, and nothing is changed', async () => {
      const before = await whole();
      const { code, stdout, stderr } = await lesson(['--idp', `${baseUrl}/realms/corp`]);
      expect(stderr).not.toContain('error:');
      expect(stdout).toMatch(/^✓ 1a .*grace's token names .*https:\/\/tool\.example/m);
      expect(stdout).toMatch(/^✓ 3b .*tool: 200.*2 log lines/m);
      const left = (stdout.match(/^· \d/gm) ?? []).length;
      expect(stdout).toContain(`${LESSON.length - left} of ${LESSON.length - left} proved`);
      expect(code).toBe(0);
      expect(await whole()).toBe(before);
    });

    test.each(['client-credentials', 'code', 'device'])('its token by %s', async (by) => {
      const place = ['--idp', baseUrl, '--realm', 'corp'];
      const { code, stdout, stderr } = await lesson(['--chapter', '1', ...place, '--token-by', by]);
      expect(stderr).not.toContain('error:');
      const whose = by === 'client-credentials' ? 'service-account-agent-cli' : 'grace';
      expect(stdout).toMatch(new RegExp(`^✓ 1a .*${whose}'s token names .*https://tool\\.example`, 'm'));
      expect(stdout).toContain('9 of 9 proved');
      expect(code).toBe(0);
    });
  });
}
