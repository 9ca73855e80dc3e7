import { hopOf, type SeenAnswer, type SeenHop, type SeenRequest } from '../../../src/evidence/hop.ts';
import type { PartReporter } from '../part-server.ts';

/** A call that passed and is not answered yet. It is told of when it is made, and once more when it is answered. */
export class OpenCall {
  readonly #hop: SeenHop;
  readonly #reporter: PartReporter;
  #open = true;

  constructor(seen: Omit<SeenRequest, 'seenBy'>, reporter: PartReporter) {
    this.#reporter = reporter;
    this.#hop = hopOf({ ...seen, seenBy: 'tap' }, reporter.print);
    reporter.hop(this.#hop.arrived);
  }

  /** Whether it is no leg of a call: a registration. */
  get isAside(): boolean {
    return this.#hop.arrived.aside === true;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** The first answer counts. */
  answered(answer: SeenAnswer): void {
    if (!this.#open) return;
    this.#open = false;
    this.#reporter.hop(this.#hop.answered(answer));
  }

  /** No answer was seen, and why; `seenAt` by performance.now(). */
  unanswered(status: string, text: string, seenAt: number): void {
    this.answered({ status, ok: false, text, exchange: undefined, seenAt });
  }
}
