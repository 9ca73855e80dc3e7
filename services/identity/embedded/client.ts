import type { ClientPlan, RealmPlan } from '../realm-plan.ts';
import { isSame } from './is-same.ts';
import { refusal } from './keycloak-error.ts';
import type { RealmRequest } from './realm-request.ts';

/** A user name, a colon, and anything behind it (RFC 7617 section 2), in base64. */
const BASIC = /^Basic ([A-Za-z0-9+/]+={0,2})$/i;

/**
 * The client that a request names, in the form or by HTTP Basic (RFC 6749 section 2.3.1), of which the form goes first, as in Keycloak. A
 * confidential one has to show its secret; a public client's is not looked at.
 */
export function authenticatedClient(
  asked: RealmRequest,
  secretWrong: 'clientSecretWrong' | 'clientSecretWrongAtIntrospection' = 'clientSecretWrong',
): ClientPlan {
  const { state, form } = asked;
  const basic = basicCredentials(asked);
  const client = clientNamed(state.realm, form.get('client_id') ?? basic?.id);
  if (!client) throw refusal('clientUnknown');
  if (client.access === 'public') return client;
  const secret = state.secrets[client.id];
  const shown = form.get('client_secret') ?? basic?.secret;
  if (!secret || shown === undefined || !isSame(secret.reveal(), shown)) throw refusal(secretWrong);
  return client;
}

/** The client of an id. */
export function clientNamed({ clients }: RealmPlan, id: unknown): ClientPlan | undefined {
  return Object.values(clients).find((client) => client.id === id);
}

function basicCredentials({ request }: RealmRequest): { id: string; secret: string } | undefined {
  const encoded = BASIC.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const credentials = Buffer.from(encoded, 'base64').toString();
  const colon = credentials.indexOf(':');
  if (colon === -1) return undefined;
  return { id: decoded(credentials.slice(0, colon)), secret: decoded(credentials.slice(colon + 1)) };
}

/** RFC 6749 section 2.3.1 has both encoded as a form has its fields. */
function decoded(text: string): string {
  return new URLSearchParams(`text=${text.replaceAll('&', '%26')}`).get('text') ?? '';
}

/** Throws `Invalid origin` where a browser says that a page of another origin makes the request, and the client does not name that origin. */
export function checkOrigin({ request, issuer }: RealmRequest, { webOrigins = [] }: ClientPlan): void {
  const { origin } = request.headers;
  if (origin === undefined || origin === new URL(issuer).origin) return;
  if (!webOrigins.includes(origin)) throw refusal('originRefused');
}
