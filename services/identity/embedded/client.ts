import type { ClientDescription } from '../realm.ts';
import type { Call } from './call.ts';
import { refusal } from './keycloak-error.ts';

const BASIC = /^Basic ([A-Za-z0-9+/]+={0,2})$/i;

/** The client id that a request names: by HTTP Basic (RFC 6749 section 2.3.1), otherwise in the form. A public client's secret is not looked at. */
export function clientIdOf({ request, form }: Call): string | null {
  const basic = BASIC.exec(request.headers.authorization ?? '')?.[1];
  if (basic === undefined) return form.get('client_id');
  return Buffer.from(basic, 'base64').toString().split(':')[0] ?? null;
}

/** The client that a request names. Throws `Invalid client or Invalid client credentials`. */
export function clientOf(call: Call): ClientDescription {
  const id = clientIdOf(call);
  const client = Object.values(call.state.realm.clients).find(({ clientId }) => clientId === id);
  if (!client) throw refusal('clientUnknown');
  return client;
}
