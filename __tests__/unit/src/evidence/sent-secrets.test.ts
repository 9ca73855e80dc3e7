import { secretsSent } from '../../../../src/evidence/sent-secrets.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['a bearer token', { headers: [['Authorization', 'Bearer opaque']] as const }, ['Bearer opaque', 'opaque']],
  ['a key without a scheme', { headers: [['x-api-key', 'the-key']] as const }, ['the-key']],
  [
    'a pair of Basic, whose password may hold a colon',
    { headers: [['authorization', `Basic ${base64('conf:a:b')}`]] as const },
    [`Basic ${base64('conf:a:b')}`, base64('conf:a:b'), 'conf:a:b', 'a:b'],
  ],
  [
    'and a secret that was encoded as a field before',
    { headers: [['authorization', `basic ${base64('conf:a+b%25%26')}`]] as const },
    ['a+b%25%26', 'a b%&'],
  ],
  ['what a proxy is shown', { headers: [['Proxy-Authorization', 'Digest x="y"']] as const }, ['x="y"']],
  ['fields of a form', { form: new URLSearchParams({ username: 'u', password: 'pw', code: 'c' }) }, ['pw', 'c']],
  [
    'a code of a device, and its user’s',
    { form: new URLSearchParams({ device_code: 'd', user_code: 'e' }) },
    ['d', 'e'],
  ],
  ['a query', { url: 'http://h/?user_code=AB-CD&q=1' }, ['AB-CD']],
])('%s', (_, sent, secrets) => {
  expect(secretsSent(sent)).toEqual(expect.arrayContaining(secrets));
});

test('a password with a sign between fields is one password', () => {
  const headers = [['authorization', `Basic ${base64('conf:a&b')}`]] as const;
  expect(secretsSent({ headers })).not.toContain('a');
});

test('nobody’s name and no other header', () => {
  const headers = [
    ['accept', 'application/json'],
    ['authorization', `Basic ${base64('conf:secret')}`],
  ] as const;
  const secrets = secretsSent({ url: 'http://h/?q=1', headers, form: new URLSearchParams({ username: 'u' }) });
  for (const told of ['application/json', 'conf', 'u', '1']) expect(secrets).not.toContain(told);
});
