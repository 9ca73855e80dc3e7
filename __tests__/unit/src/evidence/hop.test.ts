import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { hopOf, hopSchema, type SeenAnswer, type SeenRequest } from '../../../../src/evidence/hop.ts';
import { newSalt, printer } from '../../../../src/evidence/print.ts';

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const JWT = `${part({ alg: 'RS256' })}.${part({ sub: 'alan', aud: 'my-external-tool' })}.c2lnbmF0dXJl`;
const OPAQUE = 'opaque-token-of-nobody';
const print = printer(newSalt());

const seen = (credential: string, more: Partial<SeenRequest> = {}): SeenRequest => ({
  from: 'mcp',
  to: 'tool',
  seenBy: 'tap',
  request: `GET /?t=${credential}`,
  carrier: 'Authorization: Bearer',
  credential,
  exchange: {
    method: 'GET',
    url: `http://localhost/?t=${credential}`,
    headers: [
      ['Authorization', `Bearer ${credential}`],
      ['X-Copy', `it is ${credential}`],
      ['Mcp-Session-Id', 'a-session'],
      ['Cookie', 'a=cookie-of-mine'],
    ],
    body: JSON.stringify({ api_key: credential }),
  },
  ...more,
});
const answer = (text: string): SeenAnswer => ({
  status: '200',
  ok: true,
  text,
  exchange: { status: 200, headers: [['Set-Cookie', 'b=cookie-of-theirs']], body: JSON.stringify({ said: text }) },
});

test('a hop says who saw it, what carried the credential, its print, and what it says where it is a JWT', () => {
  const { arrived } = hopOf(seen(JWT, { traceId: 'a'.repeat(32) }), print);
  expect(hopSchema.parse(arrived)).toMatchObject({
    traceId: 'a'.repeat(32),
    from: 'mcp',
    to: 'tool',
    seenBy: 'tap',
    carrier: 'Authorization: Bearer',
    credential: {
      text: 'eyJ...',
      print: print(JWT),
      token: { header: { alg: 'RS256' }, claims: { sub: 'alan', aud: 'my-external-tool' } },
    },
  });
});

test.each([
  ['a JWT', JWT],
  ['an opaque one', OPAQUE],
  ['a short one', 'hunter2'],
])('nothing of a hop holds the credential, %s, nor a header that is as good as one', (_, credential) => {
  const hop = hopOf(seen(credential, { secrets: ['another-secret-of-the-call'] }), print);
  const reported = JSON.stringify([hop.arrived, hop.answered(answer(`${credential} another-secret-of-the-call`))]);
  const secrets = [credential, ...credential.split('.'), 'another-secret', 'a-session', 'cookie-of'];
  expect(secrets.filter((secret) => reported.includes(secret))).toEqual([]);
});

test('it is the same hop when it is answered, and says what the answer was', () => {
  const hop = hopOf(seen(OPAQUE), print);
  const answered = hopSchema.parse(hop.answered(answer('yes')));
  expect(answered).toMatchObject({ ...hop.arrived, exchange: hop.arrived.exchange });
  expect(answered.answer).toMatchObject({ status: '200', ok: true, text: 'yes' });
  expect(answered.exchange.response).toMatchObject({ status: 200, body: '{"said":"yes"}' });
});

test('no credential has no print and no text, and a hop without a trace has none', () => {
  const { arrived } = hopOf(seen(''), print);
  expect(arrived.credential).toEqual({ text: '', print: '' });
  expect('traceId' in arrived).toBe(false);
});

test('a token that the answer brings is told as the one of the request is: masked, printed, and read', () => {
  const issued = `${part({ alg: 'RS256' })}.${part({ sub: 'alan', aud: 'elsewhere' })}.c2ln`;
  const hop = hopSchema.parse(hopOf(seen(JWT), print).answered({ ...answer(`here: ${issued}`), issued }));
  expect(hop.answer?.issued).toMatchObject({
    text: 'eyJ...',
    print: print(issued),
    token: { claims: { aud: 'elsewhere' } },
  });
  const opaque = hopOf(seen(JWT), print).answered({ ...answer(`here: ${OPAQUE}`), issued: OPAQUE });
  expect(JSON.stringify([hop, opaque])).not.toMatch(/opaque-token|eyJ\w{5}/);
});

test('what an answer said is told in short, and no text of a hop is endless', () => {
  const hop = hopOf(seen('', { request: 'x'.repeat(100_000) }), print);
  const { answer: told, exchange } = hop.answered(answer('y'.repeat(100_000)));
  expect(told?.text.length).toBeLessThanOrEqual(500);
  expect(hop.arrived.request.length).toBeLessThan(30_000);
  expect(exchange.response?.body?.length).toBeLessThan(30_000);
});

describe('a print', () => {
  test('is equal for the same credential in a run, and differs for another and in another run', () => {
    expect(print(JWT)).toMatch(/^[0-9a-f]{12}$/);
    expect(print(JWT)).toBe(print(JWT));
    expect(new Set([print(JWT), print(OPAQUE), printer(newSalt())(JWT)]).size).toBe(3);
  });

  test('is made with a salt that shows nowhere', () => {
    const salt = newSalt();
    expect(JSON.stringify({ salt, text: String(salt) })).not.toContain(salt.reveal());
  });
});

const SOURCES = ['src', 'steps', 'services', 'components']
  .flatMap((room) => readdirSync(room, { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)))
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(path, 'utf8') }));
const placesOf = (pattern: RegExp) => SOURCES.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test('nobody makes a hop but the one builder', () => {
  expect(SOURCES.length).toBeGreaterThan(200);
  // Who says by whom a hop was seen has the builder make it, or hands it to who does; a hop without that would be none.
  const makers = placesOf(/\bseenBy:/);
  expect(makers.length).toBeGreaterThanOrEqual(5);
  expect(makers.filter((path) => !placesOf(/\bhopOf\(|\): SeenRequest\b/).includes(path))).toEqual([]);
  expect(placesOf(/:\s*Hop\b\s*=\s*\{|\b(?:as|satisfies) Hop\b|\.\.\.hop\b/)).toEqual(['src/evidence/hop.ts']);
});

test('what a client shows by Basic is masked where the answer repeats it, whole or taken apart', () => {
  const basic = Buffer.from('conf:its%26secret').toString('base64');
  const exchange = {
    method: 'POST',
    url: 'http://localhost/token',
    headers: [['authorization', `Basic ${basic}`]] as const,
  };
  const hop = hopOf(seen('hunter2-of-alan', { request: 'POST /token', exchange }), print);
  const told = JSON.stringify(hop.answered(answer(`was it not Basic ${basic}, its%26secret, its&secret?`)));
  expect(told).toContain('was it not');
  for (const secret of [basic, 'its%26secret', 'its&secret']) expect(told).not.toContain(secret);
});

test('the headers that are as good as a key are listed in one place', () => {
  expect(placesOf(/x-auth-token/i)).toEqual(['src/evidence/shown-headers.ts']);
});
