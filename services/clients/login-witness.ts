import type { Observe } from '../../src/evidence/hop.ts';

/** Who is told of what a login does over the wire. */
export interface LoginWitness {
  /** Of the login: whatever the client asks by itself carries it. */
  readonly traceId: string;
  /** What only the client can see: where it sends the browser, and what that brings back. */
  readonly own: Observe;
  /** What is sent to the identity provider; left out where that tells of it itself. */
  readonly sent?: Observe;
}
