import type { Secret } from '../../../src/evidence/secret.ts';
import type { DeviceInvitation } from '../login-by-device.ts';

/** Who sits at the browser when a login needs one. */
export interface Browser {
  /** Goes to a login page, and comes back from there. */
  readonly visit: (address: URL, signal: AbortSignal) => Promise<void>;
  /** Enters a device's code, and answers what is asked then. */
  readonly invite: (invitation: DeviceInvitation, signal: AbortSignal) => Promise<void>;
}

/** Nobody: the pages are walked with the user's name and password, and consent is given. Throws as `walkPages` does. */
export function walkingBrowser(user: { readonly userName: string; readonly password: Secret }): Browser {
  const answers = { username: user.userName, password: user.password, consent: 'yes' } as const;
  return {
    async visit(address, signal) {
      const { walkPages } = await import('./browser-walk.ts');
      await walkPages(address, answers, signal);
    },
    async invite({ address, userCode }, signal) {
      const { walkPages } = await import('./browser-walk.ts');
      await walkPages(address, { ...answers, userCode }, signal);
    },
  };
}
