import type { TokenSet } from '../../../../services/clients/login.ts';
import { loginOf } from '../../../../services/identity/plan-lookup.ts';
import { type TokenClient, Wallet } from '../../../../services/lab/wallet.ts';
import { TutorialError } from '../../../../src/errors.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { REALM } from '../../../../steps/propagation/realm.ts';

const MINUTE = 60_000;
const never = () => new AbortController().signal;

function tokenSet(name: string, livesMs: number): TokenSet {
  return {
    accessToken: new Secret(name),
    refreshToken: new Secret(`refresh ${name}`),
    expiresAt: Date.now() + livesMs,
    scope: '',
    header: { alg: 'RS256' },
    claims: { jti: name },
  };
}

/** A wallet whose provider is a fake: it gives these tokens, and says what it was asked. */
function walletOver(client: Partial<TokenClient>) {
  const asked: string[] = [];
  const told: unknown[] = [];
  const refuse = () => Promise.reject(new TutorialError('login-refused', 'No.'));
  const wallet = new Wallet({
    credentials: { userName: 'alan', password: new Secret('secret'), generated: false, secrets: {} },
    login: loginOf(REALM, 'user'),
    client: async () => ({
      login: (options) => {
        asked.push(`login ${options.username} ${options.scope} at ${options.issuer}`);
        return (client.login ?? refuse)(options);
      },
      refresh: (options) => {
        asked.push(`refresh with ${options.refreshToken.reveal()}`);
        return (client.refresh ?? refuse)(options);
      },
    }),
    issuer: () => 'http://localhost/realms/demo',
    onToken: ({ claims }) => told.push(claims.jti),
  });
  return { wallet, asked, told };
}

test('a token that is good for a while is kept', async () => {
  const { wallet, asked, told } = walletOver({ login: async () => tokenSet('one', MINUTE) });
  const [first, second] = [await wallet.token(never()), await wallet.token(never())];
  expect(second).toBe(first);
  expect(asked).toEqual(['login alan tool-audience at http://localhost/realms/demo']);
  expect(told).toEqual(['one']);
});

test.each([
  ['has expired', -1_000],
  ['is about to expire', 29_000],
])('a token that %s is refreshed before it is used', async (_, livesMs) => {
  const { wallet, asked, told } = walletOver({
    login: async () => tokenSet('one', livesMs),
    refresh: async () => tokenSet('two', MINUTE),
  });
  await wallet.token(never());
  expect((await wallet.token(never())).claims.jti).toBe('two');
  expect(asked[1]).toBe('refresh with refresh one');
  expect(told).toEqual(['one', 'two']);
});

test('where the refresh is refused, as after a logout, the learner is logged in again', async () => {
  const tokens = [tokenSet('one', 0), tokenSet('two', MINUTE)];
  const { wallet, asked } = walletOver({ login: async () => tokens.shift() ?? tokenSet('three', MINUTE) });
  await wallet.token(never());
  expect((await wallet.token(never())).claims.jti).toBe('two');
  expect(asked.map((each) => each.split(' ')[0])).toEqual(['login', 'refresh', 'login']);
});

test('a refused login is the end of it', async () => {
  const { wallet, told } = walletOver({});
  await expect(wallet.token(never())).rejects.toMatchObject({ kind: 'login-refused' });
  expect(told).toEqual([]);
});

test('the token of a login that was made elsewhere is kept, and nobody logs in while it lives', async () => {
  const { wallet, asked, told } = walletOver({ login: async () => tokenSet('three', MINUTE) });
  wallet.keep(tokenSet('elsewhere', MINUTE));
  expect((await wallet.token(never())).claims.jti).toBe('elsewhere');
  expect([asked, told]).toEqual([[], ['elsewhere']]);
});

test('a login that was refused elsewhere leaves no token of before', async () => {
  const { wallet } = walletOver({ login: async () => tokenSet('new', MINUTE) });
  wallet.keep(tokenSet('old', MINUTE));
  wallet.keep(undefined);
  expect((await wallet.token(never())).claims.jti).toBe('new');
});
