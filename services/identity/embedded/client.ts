import type { ClientDescription } from '../realm.ts';
import type { Call } from './call.ts';
import { refusal } from './keycloak-error.ts';

/** A user name, a colon, and anything behind it (RFC 7617 section 2), in base64. */
const BASIC = /^Basic ([A-Za-z0-9+/]+={0,2})$/i;

/** The client that a request names, in the form or by HTTP Basic (RFC 6749 section 2.3.1). A public client's secret is not looked at. */
export function clientOf(call: Call): ClientDescription {
  const id = call.form.get('client_id') ?? basicUser(call);
  const client = Object.values(call.state.realm.clients).find(({ clientId }) => clientId === id);
  if (!client) throw refusal('clientUnknown');
  return client;
}

function basicUser({ request }: Call): string | undefined {
  const encoded = BASIC.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const credentials = Buffer.from(encoded, 'base64').toString();
  const colon = credentials.indexOf(':');
  return colon === -1 ? undefined : credentials.slice(0, colon);
}

/** Throws `Invalid origin` where a browser says that a page of another origin makes the request, and the client does not name that origin. */
export function checkOrigin({ request, issuer }: Call, client: ClientDescription): void {
  const { origin } = request.headers;
  if (origin === undefined || origin === new URL(issuer).origin) return;
  if (!client.webOrigins.includes(origin)) throw refusal('originRefused');
}
