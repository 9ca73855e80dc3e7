import { openPlainIssuer, type PlainIssuer } from '../contract/plain-issuer.ts';
import { LESSON } from '../lesson.ts';
import { clearAll, run } from './program.ts';
import { freePorts } from './world.ts';

let plain: PlainIssuer;

beforeAll(async () => {
  plain = await openPlainIssuer();
});
afterEach(clearAll);
afterAll(() => plain.close());

/** The lesson on the issuer, by its address alone, on ports of its own. */
async function lesson(password: string, more: Readonly<Record<string, string>> = {}) {
  const ports = await freePorts(3);
  const options = ['tool', 'mcp', 'stack'].flatMap((part, index) => [`--port-${part}`, `${ports[index]}`]);
  const env = { USER_NAME: 'grace', USER_PASSWORD: password, ...more };
  return run(['--ci', '--idp', plain.issuer, ...options], { env });
}

test('the whole lesson goes through on an issuer that is no Keycloak', async () => {
  const { code, stdout } = await lesson('right');
  expect(stdout).toMatch(/^✓ 1a .*grace's token names my-external-tool$/m);
  expect(stdout).toMatch(/^✓ 3b .*tool: 200/m);
  expect(stdout).toContain(`the issuer ${plain.issuer}, read only`);
  // What this realm does not have is left out, and said.
  expect(stdout).toMatch(/^· 2\.4 .* this realm names no client scope other-audience$/m);
  expect(stdout).toMatch(/^· 3\.5 .* this realm names no client scope mcp-audience$/m);
  const proved = LESSON.length - (stdout.match(/^· \d/gm) ?? []).length;
  expect(stdout).toContain(`${proved} of ${proved} proved`);
  expect(code).toBe(0);
});

test('a client that may make no password grants is named, with what registers it', async () => {
  const { code, stderr } = await lesson('off');
  expect(stderr).toMatch(/^ {2}why {3}Client llama-stack: it may not log users in: unsupported_grant_type\.$/m);
  expect(stderr).toMatch(/^ {2}next {2}Register the public client llama-stack with the grants .*password\.$/m);
  expect(code).toBe(4);
});

test('beside an admin of a Keycloak, what keeps it from being looked at is said', async () => {
  const { code, stderr } = await lesson('right', {
    KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
    KC_BOOTSTRAP_ADMIN_PASSWORD: 'p',
  });
  expect(stderr).toMatch(/^error: .* is an issuer, and no Keycloak\.$/m);
  expect(stderr).toMatch(/^ {2}next {2}Leave KC_BOOTSTRAP_ADMIN_USERNAME .* unset/m);
  expect(code).toBe(5);
});
