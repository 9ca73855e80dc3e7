import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenAsGiven, tokenOfCommand } from '../../../../services/clients/token-elsewhere.ts';
import type { TutorialError } from '../../../../src/errors.ts';
import { Secret } from '../../../../src/evidence/secret.ts';

const NEVER = new AbortController().signal;
const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
const jwt = (claims: object) => `${part({ alg: 'ES256', kid: 'k' })}.${part(claims)}.c2ln`;
const IN_AN_HOUR = Math.floor(Date.now() / 1000) + 3600;
const GOOD = jwt({ sub: 'alan', aud: 'tool', exp: IN_AN_HOUR, scope: 'tools' });

/** A command that runs this script. */
const node = (script: string) => [process.execPath, '-e', script];
const refusal = (promise: Promise<unknown>): Promise<TutorialError> =>
  promise.then(
    () => Promise.reject(new Error('it gave a token')),
    (error) => error,
  );

describe('a token that somebody else got', () => {
  test('is read, and expires when it says', () => {
    const { accessToken, ...rest } = tokenAsGiven({ token: new Secret(` ${GOOD}\n`), from: 'ACCESS_TOKEN' });
    expect(accessToken.reveal()).toBe(GOOD);
    expect(rest).toMatchObject({
      header: { alg: 'ES256' },
      claims: { sub: 'alan', aud: 'tool' },
      scope: 'tools',
      expiresAt: IN_AN_HOUR * 1000,
      refreshToken: undefined,
    });
  });

  test('that is no JWT is taken as it is: without algorithm and claims, until its issuer says no', () => {
    const { header, claims, expiresAt } = tokenAsGiven({
      token: new Secret('2YotnFZFEjr1zCsicMWpAA'),
      from: 'ACCESS_TOKEN',
    });
    expect({ header, claims, expiresAt }).toEqual({
      header: { alg: '' },
      claims: {},
      expiresAt: Number.POSITIVE_INFINITY,
    });
  });

  test.each([
    ['', /ACCESS_TOKEN holds no access token/],
    ['Bearer abc', /ACCESS_TOKEN holds no access token/],
    ['a\u001b[2Jb', /ACCESS_TOKEN holds no access token/],
    [jwt({ exp: 1_000_000_000 }), /The access token of ACCESS_TOKEN has expired/],
  ])('%j is refused', (text, words) => {
    const give = () => tokenAsGiven({ token: new Secret(text), from: 'ACCESS_TOKEN' });
    expect(give).toThrow(expect.objectContaining({ kind: 'login-refused', message: expect.stringMatching(words) }));
  });
});

describe('a command that prints a token', () => {
  test.each([
    ['alone', GOOD],
    ['as a token endpoint answers', JSON.stringify({ access_token: GOOD, token_type: 'Bearer' }, undefined, 2)],
  ])('%s', async (_, output) => {
    const token = await tokenOfCommand({ command: node(`console.log(${JSON.stringify(output)})`), signal: NEVER });
    expect(token.accessToken.reveal()).toBe(GOOD);
  });

  test('its words are no shell’s', async () => {
    const command = [...node('console.log(process.argv[1].length === 9 ? `abc` : `other`)'), '$(echo x)'];
    expect((await tokenOfCommand({ command, signal: NEVER })).accessToken.reveal()).toBe('abc');
  });

  test('an exit code is told, and what it said on standard error, without the secrets in it', async () => {
    const script = `console.error('no session; client_secret=hush-hush \\u001b[31m'); console.log(${JSON.stringify(GOOD)}); process.exit(3)`;
    const error = await refusal(tokenOfCommand({ command: node(script), signal: NEVER }));
    expect(error.kind).toBe('login-refused');
    expect(error.why).toMatch(/^Its exit code was 3\.\nIt said: no session; client_secret=\*\*\* /);
    expect(error.why).not.toContain('\u001b');
    expect(JSON.stringify([error.message, error.why, error.next])).not.toContain(GOOD.slice(0, 20));
  });

  test.each([
    ['nothing', 'console.log()'],
    ['words', 'console.log(`you are not logged in`)'],
    ['JSON without a token', 'console.log(`{"error":"invalid_client"}`)'],
  ])('that prints %s gave none, and what it printed is not repeated', async (_, script) => {
    const error = await refusal(tokenOfCommand({ command: node(script), signal: NEVER }));
    expect(error.why).toBe('What it printed is no token.');
  });

  test('one that does not exist', async () => {
    const error = await refusal(tokenOfCommand({ command: ['/nowhere/get-token'], signal: NEVER }));
    expect(error).toMatchObject({
      kind: 'login-refused',
      why: expect.stringMatching(/^It could not be run: .*ENOENT/),
    });
  });

  test('one that prints without an end is ended', async () => {
    const script = 'const more = () => process.stdout.write(`x`.repeat(65536), more); more();';
    const error = await refusal(tokenOfCommand({ command: node(script), signal: NEVER }));
    expect(error.why).toBe('It printed more than 64 KiB.');
  });

  const tree = `
    const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    require('node:fs').writeFileSync(process.argv[1], child.pid + ' ');
    setInterval(() => {}, 1000);`;

  // A group of processes is POSIX’s.
  (process.platform === 'win32' ? test.skip : test)(
    'one that does not end in time is ended with all that it has started; so is one whose run is over',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'token-command-'));
      const pids = join(folder, 'pids');
      const isAlive = (pid: number) => {
        try {
          return process.kill(pid, 0);
        } catch {
          return false;
        }
      };
      const written = async () => {
        for (;;) {
          try {
            const text = readFileSync(pids, 'utf8');
            if (text.endsWith(' ')) return Number(text);
          } catch {
            // Not yet.
          }
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      const over = new AbortController();
      const command = [...node(tree), pids];
      const running = tokenOfCommand({ command, signal: over.signal }).catch((error) => error);
      const pid = await written();
      over.abort(new Error('the run is over'));
      expect(await running).toMatchObject({ message: 'the run is over' });
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
      const late = await refusal(
        tokenOfCommand({ command: node('setInterval(() => {}, 1000)'), signal: NEVER, patienceMs: 200 }),
      );
      expect(late.why).toBe('It had not ended after 0.2 seconds.');
      rmSync(folder, { recursive: true });
    },
  );
});
