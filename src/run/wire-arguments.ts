import type { Secrets } from '../../services/part/part.ts';
import type { WireSetting } from '../deployment.ts';

/** What the bundled parts are told of how what they send is protected: options of `serve`, and what no command line shows. */
export function wireArguments({ caFiles = [], client, plainHttpTo = [] }: WireSetting): {
  readonly args: readonly string[];
  readonly secrets: Secrets;
} {
  return {
    args: [
      ...caFiles.flatMap((file) => ['--ca-file', file]),
      ...(client ? ['--cert-file', client.certFile, '--key-file', client.keyFile] : []),
      ...plainHttpTo.flatMap((host) => ['--plain-http-to', host]),
    ],
    secrets: client?.passphrase ? { KEY_PASSPHRASE: client.passphrase } : {},
  };
}
