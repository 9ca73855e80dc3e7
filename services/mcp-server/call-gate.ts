import type { ServerResponse } from 'node:http';
import { Gate, Turned } from '../wire/gate.ts';
import { CODES, RpcRefusal } from './rpc-refusal.ts';

/** Calls under way: each may hold 1 MB and its JSON until its client has read the answer. */
const LIMITS = { places: 16, queue: 256, patience: 20_000 };

/** The places of all calls of all sessions. */
export class CallGate {
  readonly #gate = new Gate(LIMITS);

  /** Takes places for so many calls of one POST. Returns what gives them back. Throws RpcRefusal (503) where there is none in time. */
  async enter(calls: number, response: ServerResponse): Promise<() => void> {
    if (calls === 0) return () => {};
    const gone = new AbortController();
    const onClose = () => gone.abort();
    response.once('close', onClose);
    try {
      return await this.#gate.enter(calls, gone.signal);
    } catch (error) {
      if (!(error instanceof Turned)) throw error;
      const message = `Too many calls are under way: ${error.message}.`;
      throw new RpcRefusal(503, CODES.server, message, { 'retry-after': '1' });
    } finally {
      response.off('close', onClose);
    }
  }
}
