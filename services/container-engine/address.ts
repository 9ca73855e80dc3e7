import { isLoopback, withoutBrackets } from '../wire/loopback.ts';

/** Where an engine's API is spoken. */
export type EngineAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly certificates?: string };

/** An address, or why there is none. */
export type ParsedAddress = { readonly address: EngineAddress } | { readonly problem: string };

const PLAIN_PORT = 2375;
const TLS_PORT = 2376;

/**
 * Reads an engine's URL as DOCKER_HOST and docker contexts write it: unix://, npipe://, tcp://, http(s)://, ssh://.
 * `certificates` is the folder with ca.pem, cert.pem and key.pem where the engine asks for TLS.
 */
export function parseEngineAddress(text: string, certificates?: string): ParsedAddress {
  const trimmed = text.trim();
  const socket = /^(?:unix|npipe):\/\/(.*)$/.exec(trimmed)?.[1];
  if (socket !== undefined) {
    return socket === '' ? { problem: 'names no path' } : { address: { kind: 'socket', path: socket } };
  }
  const withScheme = trimmed.includes('://') ? trimmed : `tcp://${trimmed}`;
  const [, scheme = '', rest] = /^([\w+.-]+):(.*)$/.exec(withScheme) ?? [];
  if (scheme === 'ssh') {
    return { problem: 'is reached over ssh, which this program does not speak; name its socket instead' };
  }
  if (!['tcp', 'http', 'https'].includes(scheme)) return { problem: `has an unknown scheme, ${scheme}` };
  // By the URL standard only the known schemes have a host that is written in lower case and cannot be empty.
  if (!URL.canParse(`http:${rest}`)) return { problem: 'is not an address' };
  const { hostname, port } = new URL(`http:${rest}`);
  if (!isLoopback(hostname)) {
    return {
      problem: 'is another machine: what a container there publishes on its loopback cannot be reached from here',
    };
  }
  const secure = scheme === 'https' || certificates !== undefined;
  return {
    address: {
      kind: 'tcp',
      host: withoutBrackets(hostname),
      port: port === '' ? (secure ? TLS_PORT : PLAIN_PORT) : Number(port),
      ...(secure && { certificates: certificates ?? '' }),
    },
  };
}

/** The address as DOCKER_HOST writes it. */
export function addressText(address: EngineAddress): string {
  if (address.kind === 'tcp') return `tcp://${address.host}:${address.port}`;
  return address.path.startsWith('//./pipe/') ? `npipe://${address.path}` : `unix://${address.path}`;
}
