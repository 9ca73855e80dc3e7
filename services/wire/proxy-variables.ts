import { BlockList, isIP } from 'node:net';
import { isLoopback, withoutBrackets } from './loopback.ts';
import { NoAnswer } from './no-answer.ts';

/**
 * The proxy by which a URL is to be asked: HTTPS_PROXY or HTTP_PROXY, or else ALL_PROXY, in lower case first, as curl reads them. Undefined for this
 * machine, for hosts in NO_PROXY, and where none is named. Throws a NoAnswer where what is named is no proxy for HTTP.
 */
export function proxyFor(url: URL, env: NodeJS.ProcessEnv = process.env): URL | undefined {
  if (isLoopback(url.hostname)) return undefined;
  const own = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const variable = [own, own.toUpperCase(), 'all_proxy', 'ALL_PROXY'].find((name) => env[name]);
  const value = variable && env[variable];
  if (!value || isExcepted(url, env.no_proxy || env.NO_PROXY || '')) return undefined;
  const text = value.includes('://') ? value : `http://${value}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy && /^https?:$/.test(proxy.protocol)) return proxy;
  // It may hold a password: nothing of it is repeated.
  throw new NoAnswer('connect', `${variable} names no proxy for HTTP`, {
    next: `Name one as in ${variable}=http://proxy:3128, or except ${url.hostname} by NO_PROXY.`,
  });
}

/** Whether NO_PROXY, as it is given, excepts a URL. Names count for what is below them, too; a port, where one stands there, counts; addresses may be those of a network; a star is everything. */
export function isExcepted({ hostname, port, protocol }: URL, exceptions: string): boolean {
  const host = withoutBrackets(hostname);
  const at = port || (protocol === 'https:' ? '443' : '80');
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((each) => each !== '')
    .some((each) => {
      if (each === '*') return true;
      if (isIP(host) !== 0) return isAddressIn(host, withoutBrackets(each));
      const [, name = '', itsPort] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(each) ?? [];
      return (itsPort === undefined || itsPort === at) && (host === name || host.endsWith(`.${name}`));
    });
}

function isAddressIn(address: string, network: string): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const [base = '', bits] = network.split('/');
  if (isIP(base) !== isIP(address)) return false;
  const list = new BlockList();
  const most = family === 'ipv6' ? 128 : 32;
  const prefix = bits === undefined ? most : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > most) return false;
  list.addSubnet(base, prefix, family);
  return list.check(address, family);
}
