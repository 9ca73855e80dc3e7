import { proxyFor } from '../../../../services/wire/proxy-variables.ts';

const ALL = { HTTPS_PROXY: 'http://tls:1', HTTP_PROXY: 'http://plain:2', ALL_PROXY: 'http://all:3' };

test.each<[string, NodeJS.ProcessEnv, string | undefined]>([
  ['https://x.test', {}, undefined],
  ['https://x.test', ALL, 'http://tls:1'],
  ['http://x.test', ALL, 'http://plain:2'],
  ['http://x.test', { ALL_PROXY: 'http://all:3' }, 'http://all:3'],
  ['https://x.test', { HTTP_PROXY: 'http://plain:2' }, undefined],
  ['https://x.test', { ...ALL, https_proxy: 'http://lower:4' }, 'http://lower:4'],
  ['https://x.test', { HTTPS_PROXY: '' }, undefined],
  ['https://x.test', { HTTPS_PROXY: 'bare:3128' }, 'http://bare:3128'],
  ['https://x.test', { HTTPS_PROXY: 'https://over-tls' }, 'https://over-tls'],
  ...['localhost', 'a.localhost', '127.0.0.9', '[::1]'].map((host): [string, NodeJS.ProcessEnv, undefined] => [
    `http://${host}:8080`,
    ALL,
    undefined,
  ]),
])('%s with %j goes through %s', (url, env, proxy) => {
  expect(proxyFor(new URL(url), env)?.origin).toBe(proxy);
});

test.each([
  ['*', 'https://x.test', true],
  ['x.test', 'https://x.test', true],
  ['X.Test', 'https://x.test', true],
  ['.x.test', 'https://a.x.test', true],
  ['*.x.test', 'https://a.x.test', true],
  ['x.test', 'https://a.x.test', true],
  ['x.test', 'https://notx.test', false],
  ['other.test, x.test', 'https://x.test', true],
  ['x.test:443', 'https://x.test', true],
  ['x.test:8443', 'https://x.test', false],
  ['x.test:8443', 'https://x.test:8443', true],
  ['192.0.2.1', 'https://192.0.2.1', true],
  ['192.0.2.0/24', 'https://192.0.2.77', true],
  ['192.0.2.0/24', 'https://192.0.3.1', false],
  ['192.0.2.0/99', 'https://192.0.2.1', false],
  ['2001:db8::/32', 'https://[2001:db8::5]', true],
  ['2001:db8::/32', 'https://192.0.2.1', false],
  ['1', 'https://192.0.2.1', false],
  [' , ', 'https://x.test', false],
])('NO_PROXY=%s: %s is asked without a proxy: %s', (exceptions, url, without) => {
  expect(proxyFor(new URL(url), { ...ALL, NO_PROXY: exceptions }) === undefined).toBe(without);
});

test.each(['socks5://me:secret@proxy:1080', 'http://[', 'ftp://proxy'])(
  'what is no proxy for HTTP is an error that names the variable, and repeats nothing of it: %s',
  (value) => {
    const ask = () => proxyFor(new URL('https://x.test'), { ALL_PROXY: value });
    expect(ask).toThrow(expect.objectContaining({ stage: 'connect', message: 'ALL_PROXY names no proxy for HTTP' }));
  },
);
