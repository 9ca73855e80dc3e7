import { redact } from '../../../../src/evidence/redact.ts';
import { shownHeaders } from '../../../../src/evidence/shown-headers.ts';

test.each([
  ['Authorization', 'Bearer opaque-token-of-nobody', 'Bearer opa...'],
  ['Authorization', 'bearer hunter2', 'Bearer ***'],
  ['Authorization', 'Basic YWxhbjpodW50ZXIy', '***'],
  ['authorization', 'hunter2', '***'],
  ['Proxy-Authorization', 'Basic YWxhbjpodW50ZXIy', '***'],
  ['Cookie', 'a=b', '***'],
  ['Set-Cookie', 'a=b', '***'],
  ['Mcp-Session-Id', 'a-session', '***'],
  ['X-Copy', 'it is known-secret-of-mine', 'it is kno...'],
  ['Content-Type', 'text/plain', 'text/plain'],
])('%s: %s is shown as %s, under its name in lower case', (name, value, shown) => {
  expect(shownHeaders([[name, value]], (text) => redact(text, ['known-secret-of-mine']))).toEqual({
    [name.toLowerCase()]: shown,
  });
});
