import { pythonRepr } from '../../../../src/evidence/python-repr.ts';
import { maskCredential, PLACEHOLDER_KEY, redact, redactor } from '../../../../src/evidence/redact.ts';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGFuIn0.c2lnbmF0dXJl';

test.each([
  ['a JWT as the tutorial prints it', JWT, 'eyJ...'],
  ['what is masked already as it is', 'eyJ...', 'eyJ...'],
  ['a long one by its beginning', 'sk-0123456789abcdef', 'sk-...'],
  ['one of which the beginning would tell too much not at all', 'hunter2-hunter2-', '***'],
  ['a short one not at all', 'pw', '***'],
  ['the placeholder of the tutorial whole', 'some-api-key', PLACEHOLDER_KEY],
  ['what is nearly that not at all', 'some-api-keys', '***'],
  ['none as none', '', ''],
])('a credential for the eye: %s', (_, credential, shown) => {
  expect(maskCredential(credential)).toBe(shown);
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
  ['<input type="hidden" name="code" value="4W8ubgktnVOaHfnn">', '<input type="hidden" name="code" value="***">'],
  [
    `<input value='4W8ubgktn' name='state'/><input name="page" value="2">`,
    `<input value='***' name='state'/><input name="page" value="2">`,
  ],
  [
    String.raw`{"body":"<input name=\"id_token\" value=\"4W8ub\">"}`,
    String.raw`{"body":"<input name=\"id_token\" value=\"***\">"}`,
  ],
  ['<input name="code"><b value="4W8ubgktn">', '<input name="code"><b value="4W8ubgktn">'],
  ['client_id=me&client_secret=short&id_token=x', 'client_id=me&client_secret=***&id_token=***'],
  ['{"refresh_token":"opaque-value-of-a-kind","a":1}', '{"refresh_token":"***","a":1}'],
  ['grant_type=x&code=a.b.c&code_verifier=v&client_id=me', 'grant_type=x&code=***&code_verifier=***&client_id=me'],
  ['code=a.b.c', 'code=***'],
  ['GET /callback?state=s&code=a.b.c HTTP/1.1', 'GET /callback?state=***&code=*** HTTP/1.1'],
  [
    'action="/x?session_code=a&amp;tab_id=b&amp;client_data=c"',
    'action="/x?session_code=***&amp;tab_id=b&amp;client_data=***"',
  ],
  ['the state=ready', 'the state=ready'],
  ['{"device_code":"x","user_code":"AB-CD"}', '{"device_code":"***","user_code":"***"}'],
  [
    '{"verification_uri_complete":"http://h/device?user_code=AB-CD"}',
    '{"verification_uri_complete":"http://h/device?user_code=***"}',
  ],
  ['device_user_code=AB-CD&x=1', 'device_user_code=***&x=1'],
  ['<input name="device_user_code" value="AB-CD">', '<input name="device_user_code" value="***">'],
  ['exit code=3', 'exit code=3'],
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
    ['in HTML, by names', known.replaceAll('&', '&amp;').replaceAll('"', '&quot;')],
    ['in HTML, by numbers', known.replaceAll('&', '&#38;').replaceAll('"', '&#x22;')],
    ['as Python prints it', `b${pythonRepr(known)}`],
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

  test.each([
    ['in lines', '\n'],
    ['in lines of a JSON string', String.raw`\n`],
    ['in lines of JSON within JSON', String.raw`\\r\\n`],
    ['with space between', ' '],
  ])('is masked where it was broken: %s', (_, gap) => {
    const opaque = '0123456789abcdef.$^+/0123456789abcdef=';
    for (const text of [JWT, opaque, Buffer.from(JWT).toString('base64')]) {
      for (const length of [1, 7, 16]) {
        const broken = text.match(new RegExp(`.{1,${length}}`, 'g'))?.join(gap) ?? '';
        const shown = redact(`it is ${broken}${gap}, whole: ${text}`, [JWT, opaque]);
        expect([shown.startsWith('it is '), shown.replaceAll(/\W+/g, '').includes(text.slice(4, 8))]).toEqual([
          true,
          false,
        ]);
      }
    }
  });

  test('is shown whole where it is a placeholder of the tutorial', () => {
    expect(redact('{"api_key": "some-api-key"}', ['some-api-key'])).toBe('{"api_key": "some-api-key"}');
  });

  test.each(['hunter2-and', 'hunter2', 'pa$$', 'k'])(
    'and short is masked by itself, however it is written: %s',
    (short) => {
      const text = [
        short,
        `Bearer ${short}`,
        `{"api_key":"${short}"}`,
        JSON.stringify({ text: JSON.stringify({ said: `it was ${short}.` }) }),
        new URLSearchParams({ t: short, u: 'v' }).toString(),
        `/v1/${encodeURIComponent(short)}/x`,
        Buffer.from(short).toString('base64'),
      ].join(' | ');
      const shown = redact(text, [short]);
      expect(shown.split(' | ').map((each) => each.replaceAll(/[^*]/g, ''))).toEqual(
        Array.from({ length: 7 }, () => '***'),
      );
    },
  );

  test('and short is found in no other word: what is told of the call stays legible', () => {
    const told = 'GET /token for the key of monkeys, some_key, keyed; {"key":1} and key=2';
    expect(redact(told, ['key'])).toBe('GET /token for the *** of monkeys, some_key, keyed; {"key":1} and key=2');
  });

  test.each(['password', 'invalid', 'Invalid', 'a', 'credentials'])(
    'is masked as a value alone where it is a word of every refusal: %s',
    (word) => {
      const refusal = 'Invalid password, a wrong one; invalid credentials';
      expect(redact(`${refusal} (${refusal})`, [word])).toBe(`${refusal} (${refusal})`);
      expect(redact(`{"was":"${word}"} was=${word}&x '${word}'`, [word])).toBe(`{"was":"***"} was=***&x '***'`);
    },
  );

  test('and short may be what a realm is called, which stands in every address of it', () => {
    const told = 'POST /realms/demo/token password=demo, iss http://localhost:8080/realms/demo, demo';
    expect(redact(told, ['demo'])).toBe(
      'POST /realms/demo/token password=***, iss http://localhost:8080/realms/demo, ***',
    );
  });

  test.each(['1', '200', '-1.5', 'true', 'null', 'a', 'content', 'error_code', 'type', 'text'])(
    'leaves JSON that says the same, whatever it is: %s',
    (known) => {
      const value = {
        error_code: 1,
        content: [{ type: 'x', text: `it said "${known}"` }],
        took: -1.5,
        ok: true,
        no: null,
      };
      const shown = JSON.parse(redact(JSON.stringify(value), [known]));
      expect(shown).toMatchObject({ took: -1.5, ok: true, no: null });
      expect(JSON.stringify(shown)).not.toContain(`"${known}\\"`);
    },
  );

  test('masks nothing where it is empty', () => {
    expect(redact('some text', [''])).toBe('some text');
  });
});

test('of a known JWT that was cut, neither claims nor signature are shown', () => {
  const [header, claims, signature] = [
    'eyJhbGciOiJSUzI1NiJ9',
    'eyJzdWIiOiJhbGFuIiwiYXVkIjoieCJ9',
    'c2lnbmF0dXJlLW9mLWFsYW4',
  ];
  const mask = redactor([`${header}.${claims}.${signature}`]);
  expect(mask(`got hbGciOiJSUzI1NiJ9.${claims}.${signature}`)).toBe('got hbGciOiJSUzI1NiJ9.***.***');
  expect(mask(`and ${signature} alone`)).toBe('and *** alone');
  expect(mask(`whole ${header}.${claims}.${signature}, and ${header}.${claims}.other`)).toBe(
    'whole eyJ..., and eyJ...',
  );
});

test('many texts with the same credentials are masked as each by itself, whatever is in them', () => {
  const known = [JWT, 'a "quoted" key', 'hunter2', '', PLACEHOLDER_KEY];
  const redacted = redactor(known);
  const texts = [
    '',
    'hunter2',
    'short',
    `Bearer ${JWT}`,
    Buffer.from(JWT).toString('base64'),
    JSON.stringify({ key: 'a "quoted" key' }),
  ];
  expect(texts.map(redacted)).toEqual(texts.map((text) => redact(text, known)));
  expect(texts.map(redacted)).toEqual(['', '***', 'short', 'Bearer eyJ...', 'eyJ...', '{"key":"***"}']);
});
