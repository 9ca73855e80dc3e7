import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVICE, type EchoingProvider, openEchoingProvider } from './echoing-provider.ts';
import { type Home, makeHome } from './home.ts';
import { clearAll, run } from './program.ts';

/** A password of the kind that people have, and one with all that is written otherwise somewhere. */
const PASSWORDS = ['GeheimWort9', 'a password & of "a" user/+é', 'hunter2'];
const CLIENT_SECRET = 'SehrGeheim42xyz';
const FORMATS = ['text', 'junit', 'json', 'html', 'markdown'];

let provider: EchoingProvider;
let home: Home;
let folder: string;
beforeAll(async () => {
  provider = await openEchoingProvider();
});
beforeEach(() => {
  home = makeHome({ temporary: true });
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-echo-'));
});
afterEach(async () => {
  await clearAll();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => provider.close());

/** Each in its spellings: as it is, in JSON, in a URL or a form, in HTML, in Base64, and as Basic shows it. */
function spellings(secret: string): string[] {
  const inHtml = secret.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const inForm = new URLSearchParams({ x: secret }).toString().slice(2);
  const encoded = [secret, `conf:${secret}`, `conf:${inForm}`].map((text) => Buffer.from(text).toString('base64'));
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [...new Set([secret, inJson, encodeURIComponent(secret), inForm, inHtml, ...encoded])];
}

/** What of the run's secrets stands in the texts, by where. */
function told(texts: Readonly<Record<string, string>>, password: string): string[] {
  const secrets = [password, CLIENT_SECRET].flatMap(spellings);
  return Object.entries(texts).flatMap(([where, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${where}: ${secret}`),
  );
}

/** Runs a command to its end, and gives all that it has told anybody, by where. */
async function toldBy(command: readonly string[], password: string): Promise<Readonly<Record<string, string>>> {
  const reporters = FORMATS.map((format) => `${format}=${join(folder, format)}`).join();
  const args = [...command, '--client', 'conf', '--idp', provider.issuer, '--reporter', reporters];
  const { code, stdout, stderr } = await run(args, { home, env: { USER_PASSWORD: password, CLIENT_SECRET } });
  expect([code, stderr]).toEqual([4, expect.stringContaining('was it not')]);
  const reports = FORMATS.map((format) => [format, readFileSync(join(folder, format), 'utf8')]);
  return { stdout, stderr, record: home.written(), ...Object.fromEntries(reports) };
}

test.each(PASSWORDS)('a run does not repeat what a provider repeats: %s', async (password) => {
  const texts = await toldBy(['--ci', '--json', '--only', '1a'], password);
  expect(provider.repeated()).toEqual(expect.arrayContaining([password, CLIENT_SECRET]));
  // The other words of the provider are told everywhere.
  for (const [where, text] of Object.entries(texts))
    expect([where, text]).toEqual([where, expect.stringContaining('was it not')]);
  expect(told(texts, password)).toEqual([]);
});

test.each(PASSWORDS)('nor what a page of it repeats: %s', async (password) => {
  const texts = await toldBy(['--ci', '--json', '--only', '1a', '--token-by', 'code'], password);
  expect(provider.repeated()).toContain(password);
  expect(told(texts, password)).toEqual([]);
});

test.each(['password', 'client-credentials', 'device'])(
  'nor does a verification, by whichever grant: %s',
  async (by) => {
    const [password = ''] = PASSWORDS;
    const texts = await toldBy(['verify', '--tool', 'http://127.0.0.1:9', '--token-by', by], password);
    expect(provider.repeated()).toEqual(
      expect.arrayContaining([CLIENT_SECRET, ...(by === 'device' ? [DEVICE.device_code] : [])]),
    );
    expect(told(texts, password)).toEqual([]);
    for (const text of Object.values(texts)) expect(text).not.toContain(DEVICE.device_code);
  },
);
