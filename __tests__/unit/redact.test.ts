import { maskCredential, redact } from '../../services/redact.ts';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGFuIn0.c2lnbmF0dXJl';

test('a JWT is shown as the tutorial prints it, a placeholder whole', () => {
  expect(maskCredential(JWT)).toBe('eyJ...');
  expect(maskCredential('some-api-key')).toBe('some-api-key');
});

test.each([
  [`Bearer ${JWT}`, 'Bearer eyJ...'],
  [`{"api_key": "${JWT}"}`, '{"api_key": "eyJ..."}'],
  [`{"access_token":"${JWT}","expires_in":300}`, '{"access_token":"eyJ...","expires_in":300}'],
  [
    'grant_type=password&username=alan&password=hunter2&scope=x',
    'grant_type=password&username=alan&password=***&scope=x',
  ],
  ['{"password":"my secret, pass","a":1}', '{"password":"***","a":1}'],
  [String.raw`{"text":"{\"password\":\"abc\",\"b\":2}"}`, String.raw`{"text":"{\"password\":\"***\",\"b\":2}"}`],
  ['{"refresh_token":"opaque-value-of-a-kind","a":1}', '{"refresh_token":"***","a":1}'],
])('redact(%s)', (text, shown) => {
  expect(redact(text)).toBe(shown);
});
