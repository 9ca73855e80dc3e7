import { clientLogin, exchange, login, redeem, refresh, type TokenSet } from './login.ts';
import type { CodeLoginOptions } from './login-by-code.ts';
import type { DeviceLoginOptions } from './login-by-device.ts';
import type { GivenToken, TokenCommand } from './token-elsewhere.ts';

/** Every way to a token; what needs a browser is loaded when it is wanted. */
export const TOKEN_CLIENT = {
  login,
  clientLogin,
  refresh,
  exchange,
  redeem,
  async loginByCode(options: CodeLoginOptions): Promise<TokenSet> {
    const { loginByCode } = await import('./login-by-code.ts');
    return loginByCode(options);
  },
  async loginByDevice(options: DeviceLoginOptions): Promise<TokenSet> {
    const { loginByDevice } = await import('./login-by-device.ts');
    return loginByDevice(options);
  },
  async given(token: GivenToken): Promise<TokenSet> {
    const { tokenAsGiven } = await import('./token-elsewhere.ts');
    return tokenAsGiven(token);
  },
  async ofCommand(command: TokenCommand): Promise<TokenSet> {
    const { tokenOfCommand } = await import('./token-elsewhere.ts');
    return tokenOfCommand(command);
  },
};
