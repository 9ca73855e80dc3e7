import { readToolAnswer } from '../../../../../src/verify/doors/tool-door.ts';

const TOKEN = 'opaque-token-of-alan';
const mask = (text: string) => text.replaceAll(TOKEN, '***');
const read = (status: number, body: string, headers: Record<string, string> = {}, expect?: string) =>
  readToolAnswer({ status, headers, body: Buffer.from(body) }, expect, mask);

test('2xx is an acceptance, with or without a word of what was expected', () => {
  expect(read(200, 'Hello, world!').outcome).toBe('accepted');
  expect(read(200, 'Hello, world!', {}, 'Hello').outcome).toBe('accepted');
  expect(read(204, '').outcome).toBe('accepted');
});

test('400, 401 and 403 are refusals; what else has no 2xx is neither', () => {
  for (const status of [400, 401, 403]) expect(read(status, 'no').outcome).toBe('refused');
  for (const status of [404, 429, 500, 503])
    expect(read(status, 'no')).toMatchObject({
      outcome: 'odd',
      is: expect.stringContaining(String(status)),
      next: expect.stringMatching(status === 429 ? /later/ : /401 or 403/),
    });
});

test('a page is a page, whatever its status, unless it is what was expected', () => {
  const page = '<!DOCTYPE html><title>Sign in</title><input type="password">';
  expect(read(200, page)).toMatchObject({ outcome: 'odd', is: expect.stringContaining('a login page, “Sign in”') });
  expect(read(200, '<p>hi</p>', { 'content-type': 'text/html' })).toMatchObject({
    outcome: 'odd',
    is: expect.stringContaining('a web page,'),
  });
  expect(read(200, page, {}, 'Sign in').outcome).toBe('accepted');
});

test('a redirect is one, and is not followed', () => {
  expect(read(302, '', { location: 'https://sso.example/login' })).toMatchObject({
    outcome: 'odd',
    is: expect.stringContaining('https://sso.example/login'),
  });
});

test('what it says is shown in one line, without the credential, and not for ever', () => {
  const { said, challenge } = read(401, `no\n\u001b[31m${TOKEN}\n${'x'.repeat(5_000)}`, {
    'www-authenticate': `Bearer error_description="${TOKEN}"`,
  });
  expect(said).toMatch(/^no \\u\{1b\}\[31m\*\*\* x+ \.\.\. \(\d+ more characters\)$/);
  expect(said.length).toBeLessThanOrEqual(300);
  expect(challenge).toBe('Bearer error_description="***"');
});

test('200 with a refusal in its body is no acceptance, and no refusal', () => {
  expect(read(200, '{"error":"unauthorized"}', {}, 'Hello')).toMatchObject({
    outcome: 'odd',
    is: expect.stringContaining('an error'),
  });
  // Also where nobody said what to expect.
  expect(read(200, '{"error":"unauthorized"}').outcome).toBe('odd');
  expect(read(200, '{"error":null,"total":1}').outcome).toBe('accepted');
  expect(read(200, 'Hello, mallory!', {}, 'Hello, alan!')).toMatchObject({ outcome: 'accepted', unexpected: true });
});
