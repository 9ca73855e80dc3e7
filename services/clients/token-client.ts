import { clientLogin, exchange, login, redeem, refresh, type TokenSet } from './login.ts';
import type { CodeLoginOptions } from './login-by-code.ts';
import type { DeviceLoginOptions } from './login-by-device.ts';

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
};
