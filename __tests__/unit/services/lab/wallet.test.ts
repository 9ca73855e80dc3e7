import type { TokenSet } from '../../../../services/clients/login.ts';
import { userGrant } from '../../../../services/lab/user-grant.ts';
import { type TokenClient, Wallet } from '../../../../services/lab/wallet.ts';
import { TutorialError } from '../../../../src/errors.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { REALM } from '../../../../steps/propagation/realm.ts';
import { USER_TOKEN } from '../../../../steps/propagation/user-token.ts';
import { CONFIDENTIAL_PLAN } from '../../../contract/confidential-plan.ts';

const USER_GRANT = userGrant(REALM);
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
    realm: CONFIDENTIAL_PLAN,
    client: async () => ({
      login: (options) => {
        asked.push(`login ${options.username} ${options.scope} at ${options.issuer}`);
        return (client.login ?? refuse)(options);
      },
      clientLogin: (options) => {
        asked.push(`${options.clientId} with ${options.secret?.reveal()} for ${options.scope}`);
        return (client.clientLogin ?? refuse)(options);
      },
      refresh: (options) => {
        asked.push(`refresh with ${options.refreshToken.reveal()}`);
        return (client.refresh ?? refuse)(options);
      },
      exchange: (options) => {
        const { clientId, secret, subjectToken, audience, scope } = options;
        asked.push(`${clientId} with ${secret?.reveal()} gives ${subjectToken.reveal()} for ${audience}, ${scope}`);
        return (client.exchange ?? refuse)(options);
      },
      redeem: (options) => {
        asked.push(`${options.clientId} redeems ${options.code.reveal()} of ${options.redirectUri}`);
        return (client.redeem ?? refuse)(options);
      },
      loginByCode: (options) => {
        asked.push(`code for ${options.clientId}, ${options.scope}, back at ${options.redirectPath}`);
        return (client.loginByCode ?? refuse)(options);
      },
      given: (options) => (client.given ?? refuse)(options),
      ofCommand: (options) => (client.ofCommand ?? refuse)(options),
      loginByDevice: (options) => {
        asked.push(`device of ${options.clientId}, ${options.scope}`);
        return (client.loginByDevice ?? refuse)(options);
      },
    }),
    issuer: () => 'http://localhost/realms/demo',
    secretOf: async (id) => new Secret(`secret of ${id}`),
    browser: { visit: refuse, invite: refuse },
    onToken: (name, { claims }) => told.push(`${name}: ${claims.jti}`),
  });
  return { wallet, asked, told };
}

test('a token that is good for a while is kept', async () => {
  const { wallet, asked, told } = walletOver({ login: async () => tokenSet('one', MINUTE) });
  const [first, second] = [
    await wallet.token(USER_TOKEN, USER_GRANT, never()),
    await wallet.token(USER_TOKEN, USER_GRANT, never()),
  ];
  expect(second).toBe(first);
  expect(asked).toEqual(['login alan tool-audience at http://localhost/realms/demo']);
  expect(told).toEqual(['user: one']);
});

test.each([
  ['has expired', -1_000],
  ['is about to expire', 29_000],
])('a token that %s is refreshed before it is used', async (_, livesMs) => {
  const { wallet, asked, told } = walletOver({
    login: async () => tokenSet('one', livesMs),
    refresh: async () => tokenSet('two', MINUTE),
  });
  await wallet.token(USER_TOKEN, USER_GRANT, never());
  expect((await wallet.token(USER_TOKEN, USER_GRANT, never())).claims.jti).toBe('two');
  expect(asked[1]).toBe('refresh with refresh one');
  expect(told).toEqual(['user: one', 'user: two']);
});

test('where the refresh is refused, as after a logout, the learner is logged in again', async () => {
  const tokens = [tokenSet('one', 0), tokenSet('two', MINUTE)];
  const { wallet, asked } = walletOver({ login: async () => tokens.shift() ?? tokenSet('three', MINUTE) });
  await wallet.token(USER_TOKEN, USER_GRANT, never());
  expect((await wallet.token(USER_TOKEN, USER_GRANT, never())).claims.jti).toBe('two');
  expect(asked.map((each) => each.split(' ')[0])).toEqual(['login', 'refresh', 'login']);
});

test('a refused login is the end of it', async () => {
  const { wallet, told } = walletOver({});
  await expect(wallet.token(USER_TOKEN, USER_GRANT, never())).rejects.toMatchObject({ kind: 'login-refused' });
  expect(told).toEqual([]);
});

test('the token of a login that was made elsewhere is kept, and nobody logs in while it lives', async () => {
  const { wallet, asked, told } = walletOver({ login: async () => tokenSet('three', MINUTE) });
  wallet.keep(USER_TOKEN, tokenSet('elsewhere', MINUTE));
  expect((await wallet.token(USER_TOKEN, USER_GRANT, never())).claims.jti).toBe('elsewhere');
  expect([asked, told]).toEqual([[], ['user: elsewhere']]);
});

test('a login that was refused elsewhere leaves no token of before', async () => {
  const { wallet } = walletOver({ login: async () => tokenSet('new', MINUTE) });
  wallet.keep(USER_TOKEN, tokenSet('old', MINUTE));
  wallet.keep(USER_TOKEN, undefined);
  expect((await wallet.token(USER_TOKEN, USER_GRANT, never())).claims.jti).toBe('new');
});

test('tokens of other names are others: a client gets one for itself, and the user’s stays', async () => {
  const { wallet, asked, told } = walletOver({
    login: async () => tokenSet('alan’s', MINUTE),
    clientLogin: async () => tokenSet('mcp’s', MINUTE),
  });
  const tokens = [
    await wallet.token(USER_TOKEN, USER_GRANT, never()),
    await wallet.token('mcp', { by: 'client', client: 'mcp', scope: 'audience' }, never()),
    await wallet.token(USER_TOKEN, USER_GRANT, never()),
    await wallet.token('mcp', { by: 'client', client: 'mcp' }, never()),
  ];
  expect(tokens.map(({ claims }) => claims.jti)).toEqual(['alan’s', 'mcp’s', 'alan’s', 'mcp’s']);
  expect(asked).toEqual([
    'login alan tool-audience at http://localhost/realms/demo',
    'mcp-server with secret of mcp-server for tool-audience',
  ]);
  expect(told).toEqual(['user: alan’s', 'mcp: mcp’s']);
});

test('a client with a secret shows it for the user’s token, too, and when that is renewed', async () => {
  const shown: unknown[] = [];
  const show = async ({ secret, scope }: { secret?: Secret; scope?: string }) => {
    shown.push([secret?.reveal(), scope]);
    return tokenSet('one', 0);
  };
  const { wallet } = walletOver({ login: show, refresh: show });
  for (const _ of [1, 2]) await wallet.token('desk', { by: 'password', client: 'desk' }, never());
  // RFC 6749, section 6: the refresh of a confidential client authenticates it as well.
  expect(shown).toEqual([
    ['secret of help:desk', undefined],
    ['secret of help:desk', undefined],
  ]);
});

test('a client that has no secret asks for none, and shows none', async () => {
  const shown: unknown[] = [];
  const { wallet } = walletOver({
    login: async ({ secret }) => {
      shown.push(secret);
      return tokenSet('one', MINUTE);
    },
  });
  await wallet.token(USER_TOKEN, USER_GRANT, never());
  expect(shown).toEqual([undefined]);
});

test('a login in a browser is asked for where the client takes its answers; one by device needs no such place', async () => {
  const tokens = {
    loginByCode: async () => tokenSet('one', MINUTE),
    loginByDevice: async () => tokenSet('two', MINUTE),
  };
  const { wallet, asked, told } = walletOver(tokens);
  await wallet.token('code', { by: 'code', client: 'stack', scope: 'audience' }, never());
  await wallet.token('device', { by: 'device', client: 'stack', scope: 'audience' }, never());
  expect(asked).toEqual([
    'code for llama-stack, tool-audience, back at /callback',
    'device of llama-stack, tool-audience',
  ]);
  expect(told).toEqual(['code: one', 'device: two']);
});

test('one of its tokens is exchanged as it is kept, again when the other is about to expire; without it that is a fault', async () => {
  const { wallet, asked } = walletOver({
    login: async () => tokenSet('one', MINUTE),
    exchange: async () => ({ ...tokenSet('two', 0), refreshToken: undefined }),
  });
  const grant = { by: 'exchange', client: 'mcp', subject: USER_TOKEN, audience: 'tool', scope: 'audience' } as const;
  await expect(wallet.token('exchanged', grant, never())).rejects.toThrow('The wallet has no token user to exchange.');
  await wallet.token(USER_TOKEN, USER_GRANT, never());
  for (const _ of [1, 2]) await wallet.token('exchanged', grant, never());
  const gives = 'mcp-server with secret of mcp-server gives one for my-external-tool, tool-audience';
  expect(asked.slice(1)).toEqual([gives, gives]);
});
