import { type Hop, inTrace, type Observe } from '../../src/evidence/hop.ts';
import type { LoginWitness } from '../clients/login-witness.ts';

/** Who sees a login: of what the receiver tells of itself, nobody else has to; `silent` says that it tells nothing. */
export function loginWitness(traceId: string, observe: Observe, silent: boolean): LoginWitness {
  const own: Observe = (seen) => observe({ ...seen, traceId });
  return { traceId, own, ...(silent && { sent: own }) };
}

/** Logins that are remembered: what a browser did is told a little later, and not much. */
const KEPT = 20;

interface Login {
  readonly traceId: string;
  readonly from: number;
  until: number;
}

/** Which of a browser's requests belong to which login: a browser passes no trace on, but a lab has one login at a time. */
export class LoginTraces {
  readonly #now: () => number;
  #logins: readonly Login[] = [];

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Makes a login, and knows when it was. */
  async during<T>(traceId: string, logIn: () => Promise<T>): Promise<T> {
    const end = this.begin(traceId);
    try {
      return await logIn();
    } finally {
      end();
    }
  }

  /** A login begins; what it gives says that it is over. */
  begin(traceId: string): () => void {
    const login = { traceId, from: this.#now(), until: Number.POSITIVE_INFINITY };
    this.#logins = [...this.#logins.slice(1 - KEPT), login];
    return () => {
      login.until = this.#now();
    };
  }

  /** The hop with the trace of the login that it happened in; as it is, where it is no browser's, or happened in none. */
  traced(hop: Hop): Hop {
    if (hop.from !== 'browser') return hop;
    const login = this.#logins.findLast(({ from, until }) => from <= hop.at && hop.at <= until);
    return login ? inTrace(hop, login.traceId) : hop;
  }
}
