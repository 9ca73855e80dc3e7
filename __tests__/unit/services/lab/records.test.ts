import { Records } from '../../../../services/lab/records.ts';
import { Secret } from '../../../../src/evidence/secret.ts';

const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg';

function told(...chunks: string[]): Records {
  const records = new Records();
  records.token({ accessToken: new Secret(TOKEN), refreshToken: undefined });
  const recording = records.of('model');
  recording.request();
  const keep = recording.connection();
  for (const chunk of chunks) keep(Buffer.from(chunk));
  return records;
}

test('it says how much was looked through, and that nothing was found', () => {
  expect(told('POST /api/chat HTTP/1.1\r\n\r\n', '{"messages":[]}').search('model')).toEqual({
    requests: 1,
    bytes: 42,
    unkept: 0,
    found: false,
    secrets: 1,
  });
});

test('a token that came in two pieces is found', () => {
  const middle = 30;
  expect(told(`{"a":"${TOKEN.slice(10, middle)}`, `${TOKEN.slice(middle, 40)}"}`).search('model').found).toBe(true);
  expect(told(`Authorization: Bearer ${TOKEN}`).search('model').found).toBe(true);
});

test('pieces that came over two connections are none', () => {
  const records = told(TOKEN.slice(0, 10));
  records.of('model').connection()(Buffer.from(TOKEN.slice(10, 20)));
  expect(records.search('model').found).toBe(false);
});

test('what is too much is counted, and not kept', () => {
  const records = told('x'.repeat(3 * 1024 * 1024), 'y'.repeat(3 * 1024 * 1024));
  expect(records.search('model')).toMatchObject({ bytes: 3 * 1024 * 1024, unkept: 3 * 1024 * 1024 });
});

test('it would find a piece out of the middle of a token, and nothing else', () => {
  const records = told('{}');
  expect(records.wouldFind(new Secret(TOKEN))).toBe(true);
  expect(records.wouldFind(new Secret('z'.repeat(100)))).toBe(false);
  expect(records.holdsSecret(`it is ${TOKEN.slice(20, 40)}`)).toBe(true);
  expect(records.holdsSecret('I was never given one')).toBe(false);
});

test('words are among what was sent as JSON writes them', () => {
  const records = told(JSON.stringify({ content: 'say "hello"\nand go' }));
  expect(records.wasSent('model', 'say "hello"\nand go')).toBe(true);
  expect(records.wasSent('model', 'say goodbye')).toBe(false);
});
