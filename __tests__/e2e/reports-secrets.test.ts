import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FORMAT_IDS } from '../../src/report/formats.ts';
import { LESSON } from '../lesson.ts';
import { type Home, makeHome } from './home.ts';
import { clearAll, run } from './program.ts';

const TAPE = fileURLToPath(new URL('./wire-tape.cjs', import.meta.url));
const PASSWORD = 'a password & of "a" user/+é';
const CLIENT_SECRET = 'the secret of the MCP server';
/** What names a secret on the wire, in forms, addresses, JSON and pages. */
const NAMED =
  /(?:^|[?&"; ]|&amp;)(code|code_verifier|refresh_token|id_token|access_token|client_secret|password|device_code|user_code|session_code)"?\s*[=:]\s*"?([^"&\s;,}]+)/gm;
const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;
/** Shorter ones are words (\`code=302\`), but for the code that a person types. */
const SHORTEST = 12;

/** What a run of the whole course sends. */
const KINDS = ['token', 'code', 'code_verifier', 'refresh_token', 'basic', 'password', 'device_code', 'user_code'];

let home: Home;
let folder: string;
beforeEach(() => {
  home = makeHome({ temporary: true });
  folder = mkdtempSync(join(tmpdir(), 'tutorial-tui-tape-'));
});
afterEach(async () => {
  await clearAll();
  home.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** All that was secret among what passed, by kind. */
function secretsIn(tape: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (kind: string, value: string) => found.set(kind, (found.get(kind) ?? new Set()).add(value));
  for (const [, kind = '', value = ''] of tape.matchAll(NAMED)) {
    const plain = decodeURIComponent(value.replaceAll('+', ' '));
    if ((plain.length >= SHORTEST || kind === 'user_code') && !plain.includes('***')) add(kind, plain);
  }
  for (const [, basic = ''] of tape.matchAll(/\bbasic ([\w+/=]+)/gi)) add('basic', basic);
  for (const [token] of tape.matchAll(JWT)) {
    add('token', token);
    add('signature', token.split('.')[2] ?? '');
  }
  return found;
}

test('nothing secret that passed in a whole run stands in its record, or in any report of it', async () => {
  const tape = join(folder, 'tape');
  const env = {
    USER_PASSWORD: PASSWORD,
    CLIENT_SECRET_MCP_SERVER: CLIENT_SECRET,
    WIRE_TAPE: tape,
    NODE_OPTIONS: `--require "${TAPE}"`,
  };
  const { code, stdout } = await run(['--ci', '--json', '--idp', 'embedded'], { home, env });
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => line.startsWith('{"type":"step-ended"'))).toHaveLength(LESSON.length);
  const secrets = secretsIn(readFileSync(tape, 'latin1'));
  // What is looked for did pass.
  expect([...secrets.keys()]).toEqual(expect.arrayContaining(KINDS));
  const texts: [where: string, text: string][] = [['the record', stdout]];
  for (const format of FORMAT_IDS) texts.push([format, (await run(['report', '--format', format], { home })).stdout]);
  const known = [...secrets.values()].flatMap((values) => [...values]);
  for (const [where, text] of texts) {
    expect(text.length).toBeGreaterThan(5_000);
    const told = [...known, PASSWORD, CLIENT_SECRET].flatMap(spellings).filter((secret) => text.includes(secret));
    expect([where, told]).toEqual([where, []]);
  }
});

/** A secret as it may be written: as it is, in JSON, in a URL, in HTML, in base64. */
function spellings(secret: string): string[] {
  const inHtml = secret.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const all = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    inHtml,
    Buffer.from(secret).toString('base64'),
  ];
  return [...new Set(all)];
}
