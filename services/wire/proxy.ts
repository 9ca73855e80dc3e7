import type { Socket } from 'node:net';
import { NoAnswer, noAnswer } from './no-answer.ts';
import { wayTo } from './way-to.ts';
import { tlsOptions } from './wire-policy.ts';

/** Milliseconds that a proxy may say nothing while it opens a way. */
const SILENCE_MS = 30_000;

/**
 * Has a proxy open a way to a server (RFC 9110, section 9.3.6): what is sent over the socket it only passes on. Rejects with a NoAnswer that names the
 * proxy, and nothing of how it is logged in to.
 */
export async function openTunnel(proxy: URL, { hostname, port, protocol }: URL, signal?: AbortSignal): Promise<Socket> {
  const isTls = proxy.protocol === 'https:';
  const [{ request }, tls] = await Promise.all([
    isTls ? import('node:https') : import('node:http'),
    isTls ? tlsOptions() : {},
  ]);
  const authority = `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
  return new Promise((resolve, reject) => {
    const asked = request({
      ...wayTo(proxy),
      ...tls,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyLogin(proxy) },
      agent: false,
      timeout: SILENCE_MS,
      ...(signal && { signal }),
    });
    asked
      .once('connect', ({ statusCode = 0, statusMessage = '' }, socket: Socket) => {
        socket.setTimeout(0);
        if (statusCode >= 200 && statusCode < 300) resolve(socket);
        else {
          socket.destroy();
          reject(proxyRefused(proxy, statusCode, statusMessage));
        }
      })
      .once('timeout', () => asked.destroy(new Error(`no answer within ${SILENCE_MS / 1_000} s`)))
      .once('error', (error) => reject(proxyFailed(proxy, error)))
      .end();
  });
}

/** The header by which a proxy knows who asks (RFC 9110, section 11.7.2); none where its URL names nobody. */
export function proxyLogin({ username, password }: URL): Record<string, string> {
  if (username === '' && password === '') return {};
  const login = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { 'proxy-authorization': `Basic ${login}` };
}

/** A proxy that answers in place of the server. */
export function proxyRefused(proxy: URL, status: number, reason: string): NoAnswer {
  const said = `the proxy ${proxy.origin} refuses: ${`${status} ${reason}`.trim()}`;
  const next =
    status === 407
      ? 'Put your name and password there into the proxy variable: HTTPS_PROXY=http://NAME:PASSWORD@proxy:3128.'
      : WITHOUT_IT;
  return new NoAnswer('connect', said, { next });
}

/** A proxy that cannot be asked. */
export function proxyFailed(proxy: URL, error: Error): NoAnswer {
  const { message } = noAnswer(error);
  return new NoAnswer('connect', `the proxy ${proxy.origin} cannot be used: ${message}`, {
    cause: error,
    next: WITHOUT_IT,
  });
}

const WITHOUT_IT = 'See HTTPS_PROXY, HTTP_PROXY and ALL_PROXY; NO_PROXY names hosts that are asked without it.';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
