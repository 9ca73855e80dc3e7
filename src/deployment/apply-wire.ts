import { keepToPolicy } from '../../services/wire/wire-policy.ts';
import type { WireSetting } from '../deployment.ts';
import type { Secret } from '../evidence/secret.ts';
import type { DeploymentFlags } from './flags.ts';
import { readAuthorities, readClientCertificate } from './tls-files.ts';
import { wireFrom } from './wire-from.ts';

/**
 * Has this process keep to what was asked for, from its first request on. Throws a TutorialError of kind usage where a file cannot be used, which
 * names it.
 */
export async function applyWire({ caFiles = [], client, plainHttpTo = [] }: WireSetting): Promise<void> {
  const authorities = (await Promise.all(caFiles.map(readAuthorities))).flat();
  const { certFile: certificate = '', keyFile: key = '', passphrase } = client ?? {};
  const files = {
    authorities: caFiles,
    ...(client && { client: { certificate, key, hasPassphrase: passphrase !== undefined } }),
  };
  keepToPolicy({ authorities, plainHttpTo, files, ...(client && { client: await readClientCertificate(client) }) });
}

/** The same of a command that acts on no deployment; `passphrase` is that of its key where the environment has none. Throws as `wireFrom` does, too. */
export async function applyWireFlags(
  flags: DeploymentFlags,
  env: NodeJS.ProcessEnv,
  passphrase: Secret | undefined,
): Promise<void> {
  const { client, ...wire } = wireFrom({ flags, env, file: undefined });
  await applyWire({ ...wire, ...(client && { client: { ...(passphrase && { passphrase }), ...client } }) });
}
