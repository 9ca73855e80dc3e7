import type { LookupAddress } from 'node:dns';
import { boundAddresses, hostNamed, isLoopback, loopbackLookup, urlHost } from '../../../../services/wire/loopback.ts';
import { protectedUrl } from '../../../../services/wire/protected-url.ts';

test.each([
  'localhost',
  'LOCALHOST',
  'localhost.',
  'demo.localhost',
  'a.b.localhost',
  '127.0.0.1',
  '127.255.255.254',
  '::1',
  '[::1]',
  '0:0:0:0:0:0:0:1',
  '::ffff:127.0.0.1',
  '[::ffff:7f00:1]',
])('%s is loopback, and a password may go there over http', (host) => {
  expect(isLoopback(host)).toBe(true);
  const inUrl = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  expect(protectedUrl(`http://${inUrl}:8080/`).port).toBe('8080');
});

test.each([
  'localhost.example.com',
  'notlocalhost',
  'localhost..',
  '126.255.255.255',
  '128.0.0.1',
  '127.0.0.1.nip.io',
  '0.0.0.0',
  '[::]',
  '[::ffff:8.8.8.8]',
  '[fe80::1]',
  'host.docker.internal',
])('%s is not, and gets none', (host) => {
  expect(isLoopback(host)).toBe(false);
  expect(() => protectedUrl(`http://${host}:8080/`)).toThrow('cannot be asked for a token');
});

test.each([
  ['localhost:8080', 'localhost'],
  ['[::1]:8080', '[::1]'],
  ['127.0.0.1', '127.0.0.1'],
  ['user@localhost', undefined],
  ['localhost/path', undefined],
  ['localhost:', undefined],
  ['', undefined],
])('the Host header %j names %s', (header, host) => {
  expect(hostNamed(header)).toBe(host);
});

test.each([
  ['127.0.0.1', ['127.0.0.1', '::1'], 'localhost'],
  ['localhost', ['127.0.0.1', '::1'], 'localhost'],
  ['::1', ['::1', '127.0.0.1'], 'localhost'],
  ['0.0.0.0', ['0.0.0.0', '::1'], 'localhost'],
  ['::', ['::'], 'localhost'],
  ['127.0.0.2', ['127.0.0.2'], '127.0.0.2'],
  ['192.0.2.1', ['192.0.2.1'], '192.0.2.1'],
  ['2001:db8::1', ['2001:db8::1'], '[2001:db8::1]'],
])('a server for %s binds %j and is called %s', (host, addresses, name) => {
  expect(boundAddresses(host)).toEqual(addresses);
  expect(urlHost(host)).toBe(name);
});

/** What a lookup gives. */
function resolved(name: string, options: { all?: boolean; family?: number }): Promise<unknown> {
  return new Promise((resolve) =>
    loopbackLookup(name, options, (_error, found: string | LookupAddress[], family) =>
      resolve(options.all ? found : [found, family]),
    ),
  );
}

test('loopback names lead to 127.0.0.1 first and to ::1 then, without a resolver', async () => {
  const both = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ];
  expect(await resolved('localhost', { all: true })).toEqual(both);
  // No resolver knows this one.
  expect(await resolved('any.name.localhost', { all: true })).toEqual(both);
  expect(await resolved('localhost', {})).toEqual(['127.0.0.1', 4]);
  expect(await resolved('localhost', { family: 6, all: true })).toEqual([both[1]]);
});
