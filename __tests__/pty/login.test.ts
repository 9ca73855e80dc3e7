import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Chromium, findChromium } from '../contract/chromium.ts';
import { headerOf } from '../lesson.ts';
import { clearAll, type Guided, startGuided } from './guided.ts';

const PASSWORD = 'correct horse battery staple';
const TEST_MS = 180_000;
const executable = findChromium();
/** Where somebody wants to look at the pages. */
const pictures = process.env.LOGIN_PICTURES;

afterEach(clearAll);

/** The walkthrough at a step that waits for somebody at a browser. */
async function waitingAt(step: string, more: Readonly<Record<string, string>> = {}): Promise<Guided> {
  const nowhere = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, WSL_DISTRO_NAME: undefined };
  const local = { SSH_CONNECTION: undefined, SSH_CLIENT: undefined, SSH_TTY: undefined };
  const env = { USER_NAME: 'alan', USER_PASSWORD: PASSWORD, ...nowhere, ...local, ...more };
  const guided = await startGuided({ args: ['--from', step], env });
  const { terminal } = guided;
  await terminal.waitFor('user name');
  terminal.press('return', 'return');
  await terminal.waitFor(headerOf(step));
  await terminal.waitFor('⏎ run');
  terminal.press('return');
  await terminal.waitFor('c copy the address');
  return guided;
}

/** The address that is told, by the key that copies it. */
async function copied({ terminal, home }: Guided): Promise<string> {
  terminal.press('c');
  await terminal.waitFor('The address is copied');
  return readFileSync(copiedFile(home.folder), 'utf8').trim();
}

function copiedFile(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return join(folder, files.find((path) => path.endsWith('copied.txt')) ?? '');
}

const described = executable ? describe.each([true, false]) : describe.skip.each([true, false]);
described('a person at a Chromium, scripts: %p (left out where none is installed)', (scripts) => {
  let chromium: Chromium;
  beforeEach(async () => {
    chromium = await Chromium.start(executable ?? '', { scripts });
  }, TEST_MS);
  afterEach(() => chromium.close(), TEST_MS);

  async function picture(name: string): Promise<void> {
    if (pictures) writeFileSync(join(pictures, `${name}-${scripts}.png`), await chromium.picture());
  }
  async function logIn(): Promise<void> {
    await chromium.until(/kc-form-login/);
    await chromium.untilFocusOn('Username or email');
    await picture('login');
    await chromium.type('alan');
    await chromium.press('Tab');
    await chromium.untilFocusOn('Password');
    await chromium.type(PASSWORD);
    await chromium.press('Enter');
  }
  async function sayYes(): Promise<void> {
    await chromium.until(/Grant Access to/);
    await picture('consent');
    await chromium.press('Tab');
    await chromium.untilFocusOn('Yes');
    await chromium.press('Enter');
  }

  test(
    'logs in by code: the question goes away by itself, and the hops are told without a secret',
    async () => {
      const guided = await waitingAt('4.2');
      const { terminal, home } = guided;
      await chromium.go(await copied(guided));
      await logIn();
      await chromium.until(/You are logged in/);
      await picture('callback');
      await terminal.waitFor('✓ done in');
      await terminal.waitFor(() => !terminal.text().includes('copy the address'));
      for (const hop of ['browser ──▶ identity  POST', 'browser ──▶ you  GET /callback', 'you ──▶ identity  POST'])
        await terminal.waitFor(hop);
      expect(chromium.violations).toEqual([]);
      const log = home.written().replaceAll(readFileSync(copiedFile(home.folder), 'utf8'), '');
      for (const secret of [PASSWORD, encodeURIComponent(PASSWORD)]) {
        expect(terminal.output).not.toContain(secret);
        expect(log).not.toContain(secret);
      }
      expect(log).not.toMatch(/[?&](?:code|state)=[^*]/);
    },
    TEST_MS,
  );

  test(
    'consents, once: the answer is theirs',
    async () => {
      const guided = await waitingAt('4.5');
      await chromium.go(await copied(guided));
      await logIn();
      await sayYes();
      await chromium.until(/You are logged in/);
      await guided.terminal.waitFor(/third +not asked +code, and a token for it/);
    },
    TEST_MS,
  );

  test(
    'answers for a device, whose code the terminal shows beside its QR code',
    async () => {
      const guided = await waitingAt('4.8');
      const { terminal } = guided;
      await terminal.waitFor(/the code [A-Z]{4}-[A-Z]{4}/);
      const [, code = ''] = /the code ([A-Z]{4}-[A-Z]{4})/.exec(terminal.text()) ?? [];
      // Its corner: a frame, and a square in it.
      await terminal.waitFor(/│ █▀▀▀▀▀▀▀█.*█▀▀▀▀▀▀▀█$/m);
      await chromium.go(await copied(guided));
      await chromium.until(/kc-user-verify-device-user-code-form/);
      await chromium.untilFocusOn('Enter the code provided by your device and click Submit');
      await picture('device');
      await chromium.type(code.toLowerCase());
      await chromium.press('Enter');
      await logIn();
      await sayYes();
      await chromium.until(/Device Login Successful/);
      await terminal.waitFor('✓ done in');
    },
    TEST_MS,
  );
});

if (process.platform === 'linux') {
  test('where there is a desktop, the page is opened by what the system has for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opener-'));
    const opened = join(folder, 'opened');
    try {
      writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${opened}'\n`, { mode: 0o755 });
      const guided = await waitingAt('4.2', { DISPLAY: ':0', PATH: `${folder}${delimiter}${process.env.PATH}` });
      const { terminal } = guided;
      await terminal.waitFor('⏎ open the browser');
      terminal.press('return');
      await terminal.waitFor('It was opened in the browser.');
      const address = await copied(guided);
      await terminal.waitFor(() => existsSync(opened) && readFileSync(opened, 'utf8') === address);
      terminal.press('w');
      await terminal.waitFor('✓ done in');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test('without a desktop nothing is opened; a login that is cancelled ends with what to do, and nobody listens any more', async () => {
  const guided = await waitingAt('4.2');
  const { terminal } = guided;
  expect(terminal.text()).not.toContain('open the browser');
  const callback = new URL(await copied(guided)).searchParams.get('redirect_uri') ?? '';
  terminal.press('escape');
  await terminal.waitFor('You cancelled the login.');
  await expect(fetch(callback)).rejects.toThrow();
});
