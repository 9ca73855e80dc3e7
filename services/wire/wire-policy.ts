import type { SecureContext, SecureContextOptions } from 'node:tls';
import type { Secret } from '../../src/evidence/secret.ts';

/** How what leaves this process is protected, beyond what holds for everybody. */
export interface WirePolicy {
  /** Certificates of authorities that are trusted beside Node's own (PEM). */
  readonly authorities?: readonly string[];
  /** What is shown to a server that asks for a certificate, and its key (PEM). */
  readonly client?: { readonly certificate: string; readonly key: string; readonly passphrase?: Secret };
  /** Hosts, as URLs have them, that a credential may go to over plain http. */
  readonly plainHttpTo?: readonly string[];
  /** The files that this was made of, so that a command to be typed can name them. */
  readonly files?: WireFiles;
}

/** Files with certificates and keys (PEM), by absolute paths. */
export interface WireFiles {
  readonly authorities: readonly string[];
  readonly client?: { readonly certificate: string; readonly key: string; readonly hasPassphrase: boolean };
}

let policy: WirePolicy = {};
let context: Promise<SecureContext> | undefined;

/** Has every client of this process keep to a policy from here on; to be called before the first request. */
export function keepToPolicy(next: WirePolicy): void {
  policy = next;
  context = undefined;
}

/** Whether somebody said by name that a credential may go there, though others can read it; a host as URLs have it. */
export function isPlainHttpAllowed(hostname: string): boolean {
  return policy.plainHttpTo?.includes(hostname) ?? false;
}

/** The files that the policy was made of. */
export function wireFiles(): WireFiles {
  return policy.files ?? { authorities: [] };
}

/** Whether this process has a certificate to show. */
export function hasClientCertificate(): boolean {
  return policy.client !== undefined;
}

/** What each TLS connection is made with, as the policy says; nothing where Node's own way will do. Made once, for it takes all authorities there are. */
export async function tlsOptions(): Promise<{ readonly secureContext?: SecureContext }> {
  const { authorities = [], client } = policy;
  if (authorities.length === 0 && !client) return {};
  context ??= secureContextOf(authorities, client);
  return { secureContext: await context };
}

async function secureContextOf(authorities: readonly string[], client: WirePolicy['client']): Promise<SecureContext> {
  const tls = await import('node:tls');
  const options: SecureContextOptions = {
    ...(authorities.length > 0 && { ca: [...(await usualAuthorities()), ...authorities] }),
    ...(client && { cert: client.certificate, key: client.key }),
    ...(client?.passphrase && { passphrase: client.passphrase.reveal() }),
  };
  return tls.createSecureContext(options);
}

/** What Node trusts without being told: named authorities would otherwise stand in their place. Before Node 22.15 that has to be put together. */
async function usualAuthorities(): Promise<readonly string[]> {
  const tls: typeof import('node:tls') & { getCACertificates?(which: 'default'): string[] } = await import('node:tls');
  if (tls.getCACertificates) return tls.getCACertificates('default');
  const file = process.env.NODE_EXTRA_CA_CERTS;
  if (!file) return tls.rootCertificates;
  const { readFile } = await import('node:fs/promises');
  // A file that Node could not read it has told of, and gone on.
  return [...tls.rootCertificates, await readFile(file, 'utf8').catch(() => '')];
}
