import { holdsPartOf, TELLING_LENGTH } from '../../../../src/evidence/part-of-secret.ts';

const SECRET = Array.from({ length: 300 }, (_, at) =>
  String.fromCharCode(97 + ((at * 7 + Math.floor(at / 26)) % 26)),
).join('');
const holds = (text: string, ...secrets: string[]) => holdsPartOf(Buffer.from(text), secrets);

test.each([0, 1, 137, SECRET.length - TELLING_LENGTH])(
  'a part of a telling length is found, wherever it is from: %i',
  (at) => {
    const part = SECRET.slice(at, at + TELLING_LENGTH);
    for (const text of [part, `x${part}`, `${'é'.repeat(40)}${part}`, `{"a":"${part}"}`])
      expect(holds(text, SECRET)).toBe(true);
  },
);

test('a shorter part is not, and what is no secret is not', () => {
  expect(holds(SECRET.slice(40, 40 + TELLING_LENGTH - 1), SECRET)).toBe(false);
  expect(holds('Fetch http://localhost:10000 and tell me what it says.', SECRET)).toBe(false);
  expect(holds(SECRET)).toBe(false);
  expect(holds(SECRET, '')).toBe(false);
});

test('a short secret is looked for whole', () => {
  expect(holds('my password is hunter2.', 'hunter2')).toBe(true);
  expect(holds('my password is hunter.', 'hunter2')).toBe(false);
});

test('bytes that are no text are compared as bytes', () => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xfe, 0]), Buffer.from(SECRET), Buffer.from([0x80])]);
  expect(holdsPartOf(bytes, [SECRET])).toBe(true);
});

test('the header of a JWT is no secret: who makes one up has much of it', () => {
  const header = Buffer.from('{"alg":"RS256","typ":"JWT","kid":"a-key"}').toString('base64url');
  const token = `${header}.${SECRET}`;
  const madeUp = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
  expect(holds(`It is ${madeUp}.e30.c2ln`, token)).toBe(false);
  expect(holds(header, token)).toBe(false);
  expect(holds(`it goes ${SECRET.slice(0, TELLING_LENGTH)}`, token)).toBe(true);
});
