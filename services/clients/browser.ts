import type { Observe } from '../../src/evidence/hop.ts';

/** What a device shows its user (RFC 8628, section 3.3). */
export interface DeviceInvitation {
  /** Where the code is entered, in any browser. */
  readonly address: URL;
  readonly userCode: string;
  /** The same page with the code in its address, where the provider has one. */
  readonly complete: URL | undefined;
  /** Seconds for which the code is good. */
  readonly expiresIn: number;
}

/** What is said to whoever sits at the browser, beside where to go. */
export interface Visit {
  /** Ends when the login is over, however that came. */
  readonly signal: AbortSignal;
  /** Until when the login is waited for, in milliseconds since the epoch. */
  readonly until: number;
  /** Is told of what is asked of the identity provider, where nobody else tells of it. */
  readonly sent?: Observe | undefined;
}

/** Who sits at the browser when a login needs one. */
export interface Browser {
  /** Goes to a login page, and comes back from there. May go on for as long as the login does. */
  readonly visit: (address: URL, visit: Visit) => Promise<void>;
  /** Enters a device's code, and answers what is asked then. */
  readonly invite: (invitation: DeviceInvitation, visit: Visit) => Promise<void>;
}
