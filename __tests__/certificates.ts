import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate and its key, both in PEM. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

/** One that signs others. */
export interface Authority extends Certified {
  /** Signs a certificate for these names and addresses, for servers and clients alike. */
  issue(...names: readonly string[]): Certified;
}

/** What a server of node:tls or node:https takes of one. */
export function serverOptions({ certificate, key }: Certified): { readonly cert: string; readonly key: string } {
  return { cert: certificate, key };
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes an authority that nobody knows. Node.js reads certificates and writes none: they are put together here, in DER (RFC 5280, section 4.1). */
export function makeAuthority(name = 'An authority of nobody'): Authority {
  const own = newKey();
  const issuer = { name, key: own };
  return {
    ...certified({
      subject: name,
      key: own,
      issuer,
      extensions: [extension(BASIC_CONSTRAINTS, der(0x30, TRUE), true)],
    }),
    issue: (...names) => {
      const [first = 'nobody'] = names;
      return certified({
        subject: first,
        key: newKey(),
        issuer,
        extensions: [extension(SUBJECT_ALT_NAME, altNames(names))],
      });
    },
  };
}

interface Wish {
  readonly subject: string;
  readonly key: KeyObject;
  readonly issuer: { readonly name: string; readonly key: KeyObject };
  readonly extensions: readonly Buffer[];
}

function certified({ subject, key, issuer, extensions }: Wish): Certified {
  const now = Date.now();
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    distinguishedName(issuer.name),
    der(0x30, time(now - DAY_MS), time(now + DAY_MS)),
    distinguishedName(subject),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, ...extensions)),
  );
  const signature = sign('sha256', body, issuer.key);
  const whole = der(0x30, body, ECDSA_WITH_SHA256, der(0x03, Buffer.from([0]), signature));
  // A blank line before the end, where the last one is full, is no PEM (RFC 7468, section 3).
  const lines = whole
    .toString('base64')
    .match(/.{1,64}/g)
    ?.join('\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: key.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}

function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** A value under its tag, with its length (X.690, section 8.1). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function oid(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

const TRUE = der(0x01, Buffer.from([0xff]));
const ECDSA_WITH_SHA256 = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const COMMON_NAME = oid(0x55, 0x04, 0x03);
const SUBJECT_ALT_NAME = oid(0x55, 0x1d, 0x11);
const BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);

function distinguishedName(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, COMMON_NAME, der(0x0c, Buffer.from(name)))));
}

function time(ms: number): Buffer {
  const digits = new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return der(0x18, Buffer.from(digits));
}

function extension(id: Buffer, value: Buffer, critical = false): Buffer {
  return der(0x30, id, ...(critical ? [TRUE] : []), der(0x04, value));
}

/** IPv4 addresses and names (RFC 5280, section 4.2.1.6). */
function altNames(names: readonly string[]): Buffer {
  const each = names.map((name) =>
    isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)),
  );
  return der(0x30, ...each);
}
