import type { IncomingMessage } from 'node:http';
import type { RealmState } from './realm-state.ts';

/** A request to an endpoint of the realm. */
export interface Call {
  state: RealmState;
  /** e.g. `http://localhost:8080/realms/demo`, by the Host header. */
  issuer: string;
  query: URLSearchParams;
  request: IncomingMessage;
  /** Empty where the request carries no form. */
  form: URLSearchParams;
}

/** Waits until a body that nobody reads has come: who is still sending would find the connection closed instead of reading the answer. */
export async function drained(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise((resolve) => request.once('end', resolve).once('close', resolve).once('error', resolve).resume());
}
