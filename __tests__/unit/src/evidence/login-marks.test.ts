import { hopOf, hopSchema } from '../../../../src/evidence/hop.ts';
import { loginMarks, loginMarkWords } from '../../../../src/evidence/login-marks.ts';
import { newSalt, printer } from '../../../../src/evidence/print.ts';

const print = printer(newSalt());

test.each([
  ['an address', 'http://127.0.0.1:4000/callback?state=a+b%2Fc&code=x#top', ['state', 'a b/c'], ['code', 'x']],
  ['a path', '/auth?client_id=me&state=s', ['state', 's']],
  [
    'a form',
    'code=x&grant_type=authorization_code&code_verifier=v.~-_&client_secret=no',
    ['code', 'x'],
    ['code_verifier', 'v.~-_'],
  ],
  ['an answer of JSON', '{"device_code":"d","user_code":"AB-CD","state":"s"}', ['device_code', 'd']],
])('%s is marked by the prints of what is masked in it', (_, text, ...values) => {
  expect(loginMarks([text], print)).toEqual(values.map(([name, value = '']) => ({ name, print: print(value) })));
});

test.each([
  'exit code=3, the state=ready',
  '{"code":"x","state":1}',
  '?user_code=AB-CD&session_code=c',
  '',
  '{"device_code":',
])('what ties no login together has no mark: %s', (text) => {
  expect(loginMarks([text, undefined], print)).toEqual([]);
});

test('marks are told by name, each once, the first of its name', () => {
  const marks = loginMarks(['?code=x&state=s', 'code=y'], () => '0123456789ab');
  expect(loginMarkWords(marks)).toBe('state 0123456789ab · code 0123456789ab');
});

test('a hop has those of its request and those of where its answer leads, and neither has the values', () => {
  const hop = hopOf(
    {
      from: 'browser',
      to: 'identity',
      seenBy: 'receiver',
      request: 'GET /auth?state=of-this-login-alone',
      carrier: '',
      credential: '',
      exchange: { method: 'GET', url: 'http://localhost/auth?state=of-this-login-alone', headers: [] },
    },
    print,
  ).answered({
    status: '302',
    ok: true,
    text: '',
    exchange: {
      status: 302,
      headers: [['Location', 'http://127.0.0.1/callback?state=of-this-login-alone&code=only-once']],
    },
  });
  const state = { name: 'state', print: print('of-this-login-alone') };
  expect(hopSchema.parse(hop).marks).toEqual([state]);
  expect(hop.answer?.marks).toEqual([state, { name: 'code', print: print('only-once') }]);
  expect(JSON.stringify(hop)).not.toMatch(/of-this-login|only-once/);
});
