import type { IncomingMessage } from 'node:http';
import { readText } from '../../http-body.ts';
import type { Engine } from './engine.ts';
import type { RealmState } from './realm-state.ts';

/** No form of this protocol comes near it; percent-encoded anew it stays below what oidc-provider reads. */
const MAX_FORM_BYTES = 16 * 1024;

/** A request to an endpoint of the realm. */
export interface Call {
  state: RealmState;
  /** e.g. `http://localhost:8080/realms/demo`, by the Host header. */
  issuer: string;
  query: URLSearchParams;
  request: IncomingMessage;
  /** Empty where the request carries no form. */
  form: URLSearchParams;
  engine: () => Promise<Engine>;
}

/** The request's form; anything else that a body may be counts as an empty form, as in Keycloak. Throws BodyError. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method !== 'POST') return new URLSearchParams();
  const text = await readText(request, MAX_FORM_BYTES);
  const [type = ''] = (request.headers['content-type'] ?? '').split(';');
  return new URLSearchParams(type.trim().toLowerCase() === 'application/x-www-form-urlencoded' ? text : '');
}

/** Waits until a body that nobody reads has come: who is still sending would find the connection closed instead of reading the answer. */
export async function drained(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise((resolve) => request.once('end', resolve).once('close', resolve).once('error', resolve).resume());
}
