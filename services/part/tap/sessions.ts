import type { OpenCall } from './open-call.ts';

/** Calls of one session that are waited for; who asks more at once asks in vain. */
const AT_ONCE = 1_000;

/**
 * MCP over SSE: a call is posted to the endpoint of its session, and answered over the stream that opened the session. The two are told to belong
 * together by the endpoint, and call and answer by their JSON-RPC id.
 */
export class SseSessions {
  readonly #byEndpoint = new Map<string, Map<string | number, OpenCall>>();

  /** A stream has named its endpoint. */
  opened(endpoint: string): void {
    if (!this.#byEndpoint.has(endpoint)) this.#byEndpoint.set(endpoint, new Map());
  }

  /** A call was posted to that endpoint. False where the stream on which its answer will come does not pass here. */
  waits(endpoint: string, id: string | number, call: OpenCall): boolean {
    const calls = this.#byEndpoint.get(endpoint);
    if (!calls || calls.size >= AT_ONCE) return false;
    calls.set(id, call);
    return true;
  }

  /** The call that this id answers; it is waited for no longer. */
  answeredBy(endpoint: string, id: string | number): OpenCall | undefined {
    const calls = this.#byEndpoint.get(endpoint);
    const call = calls?.get(id);
    calls?.delete(id);
    return call;
  }

  /** The stream is over, since `seenAt` by performance.now(): what is still waited for will not come. */
  closed(endpoint: string, why: string, seenAt: number): void {
    const calls = this.#byEndpoint.get(endpoint);
    this.#byEndpoint.delete(endpoint);
    for (const call of calls?.values() ?? []) call.unanswered('no answer', why, seenAt);
  }
}
