import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { closeServer } from '../../services/wire/listen.ts';
import { makeAuthority, serverOptions } from '../certificates.ts';
import { openConnectProxy } from '../connect-proxy.ts';
import { openPlainIssuer, type PlainIssuer } from '../contract/plain-issuer.ts';
import { type Home, makeHome } from './home.ts';
import { clearAll, run, start } from './program.ts';
import { verified } from './verified.ts';
import { freePorts } from './world.ts';

const AUTHORITY = makeAuthority();

let issuer: PlainIssuer;
let home: Home;
let caFile: string;
beforeAll(async () => {
  issuer = await openPlainIssuer(serverOptions(AUTHORITY.issue('127.0.0.1')));
  home = makeHome();
  caFile = join(home.folder, 'ca.pem');
  writeFileSync(caFile, AUTHORITY.certificate);
});
afterEach(clearAll);
afterAll(async () => {
  await issuer.close();
  home.remove();
});

/** Chapter 1 on an issuer, on ports of its own. */
function lesson(at: string, ...more: readonly string[]) {
  return lessonWith({}, at, ...more);
}

async function lessonWith(secrets: Readonly<Record<string, string>>, at: string, ...more: readonly string[]) {
  const ports = await freePorts(3);
  const options = ['tool', 'mcp', 'stack'].flatMap((part, index) => [`--port-${part}`, `${ports[index]}`]);
  const env = { USER_NAME: 'grace', USER_PASSWORD: 'right', ...secrets };
  return run(['--ci', '--chapter', '1', '--idp', at, ...options, ...more], { env });
}

test('on an issuer that a private authority vouches for, who is named it: the login and the bundled tool believe it', async () => {
  const { code, stdout } = await lesson(issuer.issuer, '--ca-file', caFile);
  expect(stdout).toMatch(/^✓ 3b .*tool: 200/m);
  expect(code).toBe(0);
});

test('without its authority, the error names what to give', async () => {
  const { code, stderr } = await lesson(issuer.issuer);
  expect(stderr).toMatch(/^ {2}why .*certificate is not accepted/m);
  expect(stderr).toMatch(/^ {2}next .*--ca-file .*NODE_EXTRA_CA_CERTS/m);
  expect(code).toBe(5);
});

test('a tool that is started by hand believes the issuer, and verify finds the right token let in and others refused', async () => {
  const [port = 0] = await freePorts(1);
  await start(['serve', 'tool', '--port', `${port}`, '--issuer', issuer.issuer, '--ca-file', caFile]).sees(
    /listens on/,
  );
  const env = { USER_NAME: 'grace', USER_PASSWORD: 'right' };
  const asked = ['--idp', issuer.issuer, '--tool', `http://localhost:${port}`];
  const { code, report } = await verified([...asked, '--ca-file', caFile, '--wait-for-expiry', '1s'], { env });
  expect(report.outcome).toBe('proved');
  expect(code).toBe(0);
  const without = await run(['verify', ...asked], { env });
  expect(without.stderr).toMatch(/--ca-file/);
  expect(without.code).toBe(5);
});

test('tool asks a stack server behind a private authority, who is named it', async () => {
  const server = createServer(serverOptions(AUTHORITY.issue('localhost')), (_, response) =>
    response.setHeader('content-type', 'application/json').end('{"version":"0.2.12","data":[]}'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const at = `https://localhost:${(server.address() as AddressInfo).port}`;
    const list = ['tool', 'list', '--stack', at];
    const believed = await run([...list, '--ca-file', caFile]);
    expect([believed.stderr, believed.code]).toEqual(['', 0]);
    const doubted = await run(list);
    expect(doubted.stderr).toMatch(/^ {2}next .*--ca-file .*NODE_EXTRA_CA_CERTS/m);
    expect(doubted.code).toBe(5);
  } finally {
    await closeServer(server);
  }
});

test('a CA file that cannot be used ends everything before it begins, by every command', async () => {
  const empty = join(home.folder, 'empty.pem');
  writeFileSync(empty, '');
  for (const command of [
    ['--ci'],
    ['verify'],
    ['tool', 'list'],
    ['serve', 'tool'],
    ['tap', '--to', 'https://localhost'],
  ]) {
    const { code, stderr } = await run([...command, '--ca-file', empty]);
    expect(stderr).toContain(`${empty} cannot be used for certificates of authorities.`);
    expect(code).toBe(2);
  }
});

describe('an issuer that wants a certificate of whoever asks', () => {
  const client = AUTHORITY.issue('a client');
  const PASSPHRASE = 'opens-the-key-of-a-client';
  let wants: PlainIssuer;
  let shown: string[];
  beforeAll(async () => {
    wants = await openPlainIssuer({
      ...serverOptions(AUTHORITY.issue('127.0.0.1')),
      requestCert: true,
      ca: AUTHORITY.certificate,
    });
    const certFile = join(home.folder, 'client.pem');
    const keyFile = join(home.folder, 'client-key.pem');
    const cipher = { cipher: 'aes-256-cbc', passphrase: PASSPHRASE } as const;
    writeFileSync(certFile, client.certificate);
    writeFileSync(keyFile, createPrivateKey(client.key).export({ type: 'pkcs8', format: 'pem', ...cipher }));
    shown = ['--ca-file', caFile, '--cert-file', certFile, '--key-file', keyFile];
  });
  afterAll(() => wants.close());

  test('is shown one by the login and by the bundled tool, whose key is opened by what nobody sees', async () => {
    const { code, stdout, stderr } = await lessonWith(
      { KEY_PASSPHRASE: PASSPHRASE },
      wants.issuer,
      ...shown,
      '--verbose',
    );
    expect(stdout).toMatch(/^✓ 3b .*tool: 200/m);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain(PASSPHRASE);
  });

  test('is named as such where there is none to show', async () => {
    const { code, stderr } = await lesson(wants.issuer, '--ca-file', caFile);
    expect(stderr).toMatch(/^ {2}why .*it wants a certificate of whoever asks/im);
    expect(stderr).toMatch(/^ {2}next .*--cert-file/m);
    expect(code).toBe(5);
  });
});

describe('an issuer over plain http that is not said to be this machine', () => {
  let plain: PlainIssuer;
  beforeAll(async () => {
    // The address of this machine that is no loopback address, and leads there all the same.
    plain = await openPlainIssuer(undefined, '0.0.0.0');
  });
  afterAll(() => plain.close());

  test('is asked for no token', async () => {
    const { code, stderr } = await lesson(plain.issuer);
    expect(stderr).toMatch(/^ {2}why .*over https only/m);
    expect(stderr).toMatch(/^ {2}next .*--plain-http-to 0\.0\.0\.0/m);
    expect(code).toBe(2);
  });

  test('is asked where somebody says its name, and that others can read it is said aloud', async () => {
    const { code, stdout, stderr } = await lesson(plain.issuer, '--plain-http-to', '0.0.0.0');
    expect(stderr).toMatch(/^note: .*http:\/\/0\.0\.0\.0, and everybody on the way can read them\.$/m);
    expect(stdout).toMatch(/^✓ 3b .*tool: 200/m);
    expect(code).toBe(0);
  });

  test('is asked for no token where another name was said', async () => {
    const { code } = await lesson(plain.issuer, '--plain-http-to', '0.0.0.1');
    expect(code).toBe(2);
  });
});

test('an issuer that only a proxy leads to: the login and the bundled tool go through it, and its login is seen nowhere', async () => {
  const name = 'id.example.test';
  const behind = await openPlainIssuer(serverOptions(AUTHORITY.issue(name)), '127.0.0.1', name);
  const proxy = await openConnectProxy();
  try {
    const proxies = { HTTPS_PROXY: proxy.url.replace('http://', 'http://me:se-cret@'), NO_PROXY: '', no_proxy: '' };
    const { code, stdout, stderr } = await lessonWith(proxies, behind.issuer, '--ca-file', caFile, '--verbose');
    expect(stdout).toMatch(/^✓ 3b .*tool: 200/m);
    expect(code).toBe(0);
    expect(new Set(proxy.asked)).toEqual(new Set([`CONNECT ${new URL(behind.issuer).host}`]));
    expect(stdout + stderr).not.toContain('se-cret');
  } finally {
    await proxy.close();
    await behind.close();
  }
});
