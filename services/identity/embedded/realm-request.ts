import type { IncomingMessage } from 'node:http';
import type { RealmState } from './realm-state.ts';

/** A request to an endpoint of the realm. */
export interface RealmRequest {
  state: RealmState;
  /** e.g. `http://localhost:8080/realms/demo`, by the Host header. */
  issuer: string;
  query: URLSearchParams;
  request: IncomingMessage;
  /** Empty where the request carries no form. */
  form: URLSearchParams;
}
