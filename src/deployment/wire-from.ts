import { resolve } from 'node:path';
import type { WireSetting } from '../deployment.ts';
import { TutorialError } from '../errors.ts';
import { onlyIfNamed, type Said, type Sources, said, secretFrom } from './sources.ts';

/** A host name or an address as it stands in a URL, without a port. */
const HOST = /^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?|\[[\da-f:.]+\])$/i;

/** How what leaves this machine is protected; paths are absolute. Throws a TutorialError of kind usage where what was said cannot be used. */
export function wireFrom(sources: Sources): WireSetting {
  const { flags, file } = sources;
  const { caFiles, certFile, keyFile, keyPassphrase } = file?.config.tls ?? {};
  const cas = said(sources, ['--ca-file', flags.caFile], ['tls.caFiles', caFiles]);
  const cert = said(sources, ['--cert-file', flags.certFile], ['tls.certFile', certFile]);
  const key = said(sources, ['--key-file', flags.keyFile], ['tls.keyFile', keyFile]);
  const hosts = said(sources, ['--plain-http-to', flags.plainHttpTo], ['plainHttpTo', file?.config.plainHttpTo]);
  if (hosts && flags.plainHttpTo === undefined && !file?.wasNamed)
    throw onlyIfNamed(file, 'plainHttpTo', {
      does: 'lets others read passwords and tokens',
      harm: 'give away a secret',
    });
  const unsaid = hosts?.value.find((host) => !HOST.test(host) || !URL.canParse(`http://${host}`));
  if (unsaid !== undefined) {
    throw new TutorialError('usage', `${hosts?.as} names what is no host.`, {
      next: 'Name each host as it stands in the URL, without a port: tool.example.org.',
    });
  }
  if ((cert === undefined) !== (key === undefined)) {
    throw new TutorialError('usage', `${(cert ?? key)?.as} stands alone.`, {
      why: 'A certificate is shown by whoever has its key.',
      next: 'Name both: --cert-file and --key-file.',
    });
  }
  const at = ({ value, as }: Said<string>) => resolve(as.startsWith('--') ? '.' : (file?.folder ?? '.'), value);
  const passphrase = key && secretFrom(sources, 'KEY_PASSPHRASE', 'tls.keyPassphrase', keyPassphrase)?.value;
  return {
    ...(cas && { caFiles: cas.value.map((value) => at({ ...cas, value })) }),
    ...(cert && key && { client: { certFile: at(cert), keyFile: at(key), ...(passphrase && { passphrase }) } }),
    ...(hosts && { plainHttpTo: hosts.value.map((host) => new URL(`http://${host}`).hostname) }),
  };
}
