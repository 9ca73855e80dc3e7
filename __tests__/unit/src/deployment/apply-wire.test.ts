import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToPolicy } from '../../../../services/wire/wire-policy.ts';
import { applyWire } from '../../../../src/deployment/apply-wire.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { makeAuthority } from '../../../certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'tls-files-'));
const AUTHORITY = makeAuthority();

afterEach(() => keepToPolicy({}));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a file may hold several authorities, and words beside them', async () => {
  const words = 'Subject: CN=An authority\n';
  const both = file('both.pem', words + AUTHORITY.certificate + words + makeAuthority().certificate);
  await expect(applyWire({ caFiles: [both] })).resolves.toBeUndefined();
});

test.each<[string, string | undefined, RegExp]>([
  ['that is not there', undefined, /There is no such file\./],
  ['that is empty', '', /It is empty\./],
  ['that is no PEM', '\u0030\u0082binary', /Nothing in it is PEM/],
  ['with a key', AUTHORITY.key, /a key, and no certificate/],
  ['that was cut', AUTHORITY.certificate.replace(/\n.{64}\n/, '\n'), /certificate number 1 cannot be read/],
])('a CA file %s is an error that names it', async (what, content, why) => {
  const path = content === undefined ? join(folder, 'none.pem') : file(`${what}.pem`, content);
  await expect(applyWire({ caFiles: [path] })).rejects.toMatchObject({
    kind: 'usage',
    message: expect.stringContaining(path),
    why: expect.stringMatching(why),
  });
});

test('so is a folder', async () => {
  await expect(applyWire({ caFiles: [folder] })).rejects.toMatchObject({ kind: 'usage', why: 'It is no file.' });
});

describe('a certificate to show', () => {
  const { certificate, key } = AUTHORITY.issue('a client');
  const locked = createPrivateKey(key).export({
    ...{ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'right' },
  } as const) as string;
  const shown = (ofKey: string, passphrase?: string) =>
    applyWire({
      client: {
        certFile: file('client.pem', certificate),
        keyFile: file('client-key.pem', ofKey),
        ...(passphrase !== undefined && { passphrase: new Secret(passphrase) }),
      },
    });

  test.each<[string, string, string | undefined]>([
    ['its key', key, undefined],
    ['its key, and a passphrase for none', key, 'right'],
    ['its key, which the passphrase opens', locked, 'right'],
  ])('is taken with %s', async (_, ofKey, passphrase) => {
    await expect(shown(ofKey, passphrase)).resolves.toBeUndefined();
  });

  test.each<[string, string, string | undefined, RegExp, RegExp]>([
    ['the key of another', AUTHORITY.issue('another').key, undefined, /client-key\.pem is not that of/, /another one/],
    ['a key that is locked', locked, undefined, /client-key\.pem cannot be used/, /no passphrase was given/],
    ['a wrong passphrase', locked, 'wrong-one', /client-key\.pem cannot be used/, /does not open it/],
    ['what is no key', certificate, undefined, /client-key\.pem cannot be used/, /no.* private key/i],
    ['an empty file', '', undefined, /client-key\.pem cannot be used/, /It is empty/],
  ])('is none with %s, and no passphrase is repeated', async (_, ofKey, passphrase, message, why) => {
    const error = await shown(ofKey, passphrase).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(message),
      why: expect.stringMatching(why),
    });
    expect(JSON.stringify({ ...(error as object) })).not.toContain('wrong-one');
  });
});
