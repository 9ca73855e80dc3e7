import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepToPolicy } from '../../../../services/wire/wire-policy.ts';
import { applyWire } from '../../../../src/deployment/apply-wire.ts';
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
