import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { WirePolicy } from '../../services/wire/wire-policy.ts';
import type { WireSetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';

/** Bytes of the largest file: all authorities of the world take 250 kB. */
const LARGEST = 1024 * 1024;
/** A certificate in PEM (RFC 7468, section 5). */
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/** The certificates in a file, as PEM. Throws a TutorialError of kind usage where there are none, or none that can be read. */
export async function readAuthorities(path: string): Promise<readonly string[]> {
  return certificatesIn(path, 'certificates of authorities', '--ca-file').then((all) => all.map(({ pem }) => pem));
}

/** A certificate and its key. Throws a TutorialError of kind usage where they cannot be read, or are not of each other. */
export async function readClientCertificate({
  certFile,
  keyFile,
  passphrase,
}: NonNullable<WireSetting['client']>): Promise<NonNullable<WirePolicy['client']>> {
  const all = await certificatesIn(certFile, 'the certificate to show', '--cert-file');
  const key = await textOf(keyFile, 'the key of the certificate', '--key-file');
  const secret = keyIn(keyFile, key, passphrase?.reveal());
  if (!all[0]?.certificate.checkPrivateKey(secret)) {
    throw new TutorialError('usage', `The key in ${keyFile} is not that of the certificate in ${certFile}.`, {
      why: 'Its public half is another one. Where a file has several certificates, the first is the one to show.',
      next: 'Name the two files that were made for each other: --cert-file and --key-file.',
    });
  }
  return { certificate: all.map(({ pem }) => pem).join('\n'), key, ...(passphrase && { passphrase }) };
}

interface Certificate {
  readonly pem: string;
  readonly certificate: X509Certificate;
}

async function certificatesIn(path: string, what: string, option: string): Promise<readonly Certificate[]> {
  const text = await textOf(path, what, option);
  const all = text.match(CERTIFICATE) ?? [];
  if (all.length === 0) {
    const why = /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)
      ? 'What is in it is a key, and no certificate.'
      : 'Nothing in it is PEM: text that begins with -----BEGIN CERTIFICATE-----.';
    throw unusable(path, what, why, `openssl x509 -inform DER -in FILE -out ${option.slice(2)}.pem makes PEM of DER.`);
  }
  return all.map((pem, index) => {
    try {
      return { pem, certificate: new X509Certificate(pem) };
    } catch {
      throw unusable(
        path,
        what,
        `Its certificate number ${index + 1} cannot be read.`,
        `See that ${option} names a whole file.`,
      );
    }
  });
}

function keyIn(path: string, key: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) });
  } catch {
    const what = 'the key of the certificate';
    // In either of its forms (RFC 7468, section 11; RFC 1421, section 4.6.1.1).
    if (passphrase === undefined && key.includes('ENCRYPTED'))
      throw unusable(
        path,
        what,
        'It is encrypted, and no passphrase was given.',
        'Set KEY_PASSPHRASE in the environment.',
      );
    if (passphrase !== undefined && key.includes('PRIVATE KEY-----'))
      throw unusable(path, what, 'Its passphrase does not open it.', 'See what KEY_PASSPHRASE holds.');
    throw unusable(path, what, 'Nothing in it is a private key in PEM.', 'See what --key-file names.');
  }
}

async function textOf(path: string, what: string, option: string): Promise<string> {
  try {
    // What is no file may be a pipe that nobody ever writes to.
    const found = await stat(path);
    if (!found.isFile()) throw unusable(path, what, 'It is no file.', `Name a file: ${option}.`);
    if (found.size === 0) throw unusable(path, what, 'It is empty.', `Name another file: ${option}.`);
    if (found.size > LARGEST)
      throw unusable(path, what, `It is larger than ${LARGEST / 1024} KiB.`, `Name another file: ${option}.`);
    return await readFile(path, 'latin1');
  } catch (error) {
    if (error instanceof TutorialError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'There is no such file.' : `It cannot be read: ${code}.`;
    throw unusable(path, what, why, `See what ${option} names.`);
  }
}

function unusable(path: string, what: string, why: string, next: string): TutorialError {
  return new TutorialError('usage', `${path} cannot be used for ${what}.`, { why, next });
}
