import { maskCredential, redact } from '../../../../src/evidence/redact.ts';

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

describe('a credential that is known', () => {
  // Longer than a placeholder, and with all that JSON, a URL or a regular expression would write otherwise.
  const known = 'a "quoted" back\\slash, $& $1 & ü+/?=';

  test.each([
    ['as it is', known],
    ['in a JSON string', JSON.stringify({ note: known })],
    ['in JSON within JSON', JSON.stringify({ content: JSON.stringify({ text: known }) })],
    ['in a path of a URL', `/v1/tools/${encodeURIComponent(known)}`],
    ['in a form', new URLSearchParams({ t: known }).toString()],
    ['in base64', Buffer.from(known).toString('base64')],
    ['in base64url', `x=${Buffer.from(known).toString('base64url')};`],
    ['more than once', `${known} ${known}`],
  ])('is masked %s', (_, text) => {
    const shown = redact(text, [known]);
    for (const piece of ['quoted', 'slash', 'cXVvdGVk']) expect(shown).not.toContain(piece);
  });

  test('leaves JSON that is still JSON', () => {
    expect(JSON.parse(redact(JSON.stringify({ before: 1, note: `x ${known} y`, after: 2 }), [known]))).toEqual({
      before: 1,
      note: 'x *** y',
      after: 2,
    });
  });

  test('is shown whole where it is a placeholder of the tutorial', () => {
    expect(redact('{"api_key": "some-api-key"}', ['some-api-key'])).toBe('{"api_key": "some-api-key"}');
  });

  test('masks nothing where it is empty', () => {
    expect(redact('some text', [''])).toBe('some text');
  });
});
