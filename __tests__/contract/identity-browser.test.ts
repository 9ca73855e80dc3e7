import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loginByCode } from '../../services/clients/login-by-code.ts';
import { loginByDevice } from '../../services/clients/login-by-device.ts';
import { Chromium, findChromium } from './chromium.ts';
import { type Embedded, PASSWORD, startEmbedded, USERNAME } from './identity-embedded.ts';
import { LoginAsker } from './login-asker.ts';
import { LOGIN_PLAN } from './login-plan.ts';

const executable = findChromium();
/** Where somebody wants to look at the pages. */
const pictures = process.env.LOGIN_PICTURES;
const { signal } = new AbortController();
const TEST_MS = 180_000;

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded({ realm: LOGIN_PLAN });
});
afterAll(() => embedded.part.close());

const described = executable ? describe.each([true, false]) : describe.skip.each([true, false]);
described('a Chromium with scripts: %p (left out where none is installed)', (scripts) => {
  let chromium: Chromium;
  beforeAll(async () => {
    chromium = await Chromium.start(executable ?? '', { scripts });
  }, TEST_MS);
  afterAll(() => chromium.close(), TEST_MS);

  const asker = new LoginAsker(() => ({ baseUrl: embedded.part.url, username: USERNAME, password: PASSWORD }));
  async function picture(name: string): Promise<void> {
    if (pictures && scripts) await writeFile(join(pictures, `${name}.png`), await chromium.picture());
  }
  /** By keys alone: the page has its focus where one begins. */
  async function logIn(password = PASSWORD): Promise<void> {
    await chromium.type(USERNAME);
    await chromium.press('Tab');
    await chromium.untilFocusOn('Password');
    await chromium.type(password);
    await chromium.press('Enter');
  }

  test(
    'a login by code, by keys alone: a wrong password first',
    async () => {
      const { claims } = await loginByCode({
        issuer: asker.issuer,
        clientId: 'mcp-cli',
        scope: 'openid mcp-audience',
        signal,
        redirectPath: '/callback',
        visit: async (address) => {
          await chromium.go(address);
          await chromium.until(/kc-form-login/);
          await chromium.untilFocusOn('Username or email');
          expect(await chromium.told('heading', 'textbox', 'button')).toEqual([
            ['heading', 'Sign in to your account', ''],
            ['textbox', 'Username or email', ''],
            ['textbox', 'Password', ''],
            ['button', 'Sign In', ''],
          ]);
          await picture('login');
          await logIn('wrong');
          await chromium.until(/Invalid username or password/);
          // The name is there already: the password is what is missing.
          await chromium.untilFocusOn('Password');
          expect(await chromium.told('textbox')).toEqual([
            ['textbox', 'Username or email', 'Invalid username or password.'],
            ['textbox', 'Password', 'Invalid username or password.'],
          ]);
          await picture('login-again');
          await chromium.type(PASSWORD);
          await chromium.press('Enter');
        },
      });
      expect(claims).toMatchObject({ azp: 'mcp-cli', preferred_username: USERNAME });
      await chromium.until(/You are logged in/);
      await picture('callback');
      expect(chromium.violations).toEqual([]);
    },
    TEST_MS,
  );

  test(
    'a login by device, of who is logged in: the code, and consent',
    async () => {
      const { claims } = await loginByDevice({
        issuer: asker.issuer,
        clientId: 'mcp-device',
        scope: 'mcp-audience',
        signal,
        invite: async ({ address, userCode }) => {
          await chromium.go(address);
          await chromium.until(/kc-user-verify-device-user-code-form/);
          await chromium.untilFocusOn('Enter the code provided by your device and click Submit');
          await picture('device');
          await chromium.type(userCode);
          await chromium.press('Enter');
          await chromium.until(/Grant Access to mcp-device/);
          expect(await chromium.told('heading', 'listitem', 'button')).toEqual(
            expect.arrayContaining([
              ['heading', 'Grant Access to mcp-device', ''],
              ['button', 'Yes', ''],
              ['button', 'No', ''],
            ]),
          );
          await picture('consent');
          await chromium.press('Tab');
          await chromium.untilFocusOn('Yes');
          await chromium.press('Enter');
          await chromium.until(/Device Login Successful/);
          await picture('device-status');
        },
      });
      expect(claims).toMatchObject({ azp: 'mcp-device', preferred_username: USERNAME });
      expect(chromium.violations).toEqual([]);
    },
    TEST_MS,
  );

  test(
    'who asks for a form gets one, with a button; a refusal is a page',
    async () => {
      await chromium.go(
        asker.authorization({ response_mode: 'form_post', redirect_uri: 'http://127.0.0.1:1/callback' }),
      );
      await chromium.until(/Back to the application/);
      await chromium.untilFocusOn('Continue');
      expect(await chromium.told('button')).toEqual([['button', 'Continue', '']]);
      await chromium.go(asker.authorization({ redirect_uri: 'http://elsewhere.example/' }));
      await chromium.until(/Invalid parameter: redirect_uri/);
      expect(await chromium.told('alert', 'heading')).toEqual(
        expect.arrayContaining([['heading', 'We are sorry...', '']]),
      );
      await picture('refused');
    },
    TEST_MS,
  );
});
