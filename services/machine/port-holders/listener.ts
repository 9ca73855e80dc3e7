import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One socket that listens. */
export interface Listener {
  readonly port: number;
  readonly address: string;
  readonly pid?: number | undefined;
  readonly name?: string | undefined;
  readonly user?: string | undefined;
  /** Of the socket, where the system counts them (Linux). */
  readonly inode?: string | undefined;
}

/** The state LISTEN in proc(5). */
const LISTEN = '0A';
const ROOT = '0';

/** Who listens on these ports by /proc/net (proc(5)), without the processes: those of IPv4 and of IPv6. */
export async function listenersIn(proc: string, ports: readonly number[]): Promise<readonly Listener[]> {
  const tables = await Promise.all(
    ['net/tcp', 'net/tcp6'].map((table) => readFile(join(proc, table), 'utf8').catch(() => '')),
  );
  return tables.flatMap((text) => text.split('\n')).flatMap((line) => socketIn(line, ports));
}

function socketIn(line: string, ports: readonly number[]): readonly Listener[] {
  const [, local = '', , state, , , , uid = '', , inode = ''] = line.trim().split(/\s+/);
  const [address = '', hexPort = ''] = local.split(':');
  const port = Number.parseInt(hexPort, 16);
  if (state !== LISTEN || !ports.includes(port)) return [];
  return [{ port, address: addressIn(address), user: uid === ROOT ? 'root' : uid, inode }];
}

/** An address in hexadecimal digits, in words of 32 bits of which each has its bytes in the machine's order: the lowest first, wherever Node.js runs. */
function addressIn(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse());
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.');
  const groups = Array.from({ length: 8 }, (_, at) => bytes.slice(2 * at, 2 * at + 2).join(''));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** The same out of what `lsof -F pcn` prints: a process (p, c), then its sockets (n). */
export function readLsof(text: string, ports: readonly number[]): readonly Listener[] {
  let [pid, name]: [number | undefined, string | undefined] = [undefined, undefined];
  const found: Listener[] = [];
  for (const line of text.split('\n')) {
    const value = line.slice(1);
    if (line.startsWith('p')) [pid, name] = [Number(value), undefined];
    else if (line.startsWith('c')) name = value;
    else if (line.startsWith('n')) {
      const { address, port } = placeIn(value);
      if (ports.includes(port)) found.push({ port, address: address === '*' ? 'all addresses' : address, pid, name });
    }
  }
  return found;
}

/** The same out of what `netstat -ano` of Windows prints, in whatever language: what listens has nobody at its other end. */
export function readNetstat(text: string, ports: readonly number[]): readonly Listener[] {
  return text.split('\n').flatMap((line) => {
    const [protocol, local = '', remote = '', ...rest] = line.trim().split(/\s+/);
    const { address, port } = placeIn(local);
    if (protocol !== 'TCP' || !ports.includes(port) || !remote.endsWith(':0')) return [];
    const pid = Number(rest.at(-1));
    return [{ port, address, ...(Number.isSafeInteger(pid) && { pid }) }];
  });
}

/** An address and a port as both commands write them: `[::1]:8080`. */
function placeIn(text: string): { address: string; port: number } {
  const colon = text.lastIndexOf(':');
  return { address: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}
