import { clientFinding } from '../finding-rows.ts';
import type { FindingList } from '../findings.ts';
import { clientOf, firstLogin, logsIn } from '../plan-lookup.ts';
import type { GrantAnswer, RefusedGrant } from '../token-endpoint.ts';
import { CLICKS } from './clicks.ts';

/** What a refused login of the plan's client shows, as Keycloak 26 words it (docs/references/keycloak-26.md#refusals). */
export function readRefusal(refusal: RefusedGrant, username: string, findings: FindingList): void {
  const said = refusal.description || refusal.error;
  if (said.startsWith('Realm not enabled')) {
    findings.note('realm', 'different', 'it is disabled', { byHand: CLICKS.enableRealm });
  } else if (refusal.error === 'invalid_grant') {
    const login = firstLogin(findings.plan);
    if (login) findings.present(clientFinding(login.clientKey), 'it may log users in');
    readRefusedUser(said, username, findings);
  } else readRefusedClient(refusal.error, said, findings);
}

function readRefusedClient(error: string, said: string, findings: FindingList): void {
  const login = firstLogin(findings.plan);
  if (!login) return;
  const { clientKey, client } = login;
  const id = clientFinding(clientKey);
  const known = REFUSED_CLIENTS.find(({ begins }) => said.startsWith(begins));
  if (known) findings.note(id, 'different', known.saw, { byHand: known.byHand(client.id) });
  else if (error === 'unauthorized_client' && client.access === 'public') {
    const byHand = CLICKS.capability(client.id, 'Client authentication: Off');
    findings.note(id, 'different', 'client authentication is on', { byHand });
  } else if (error === 'invalid_client') missingOrDisabled(clientKey, said, findings);
  else findings.note(id, 'different', said);
}

/** Of a client that wants proof that a token is shown by whom it was issued to (RFC 9449). */
export const DPOP = 'it demands tokens that are bound to a key of the client (DPoP)';

const REFUSED_CLIENTS = [
  {
    begins: 'Client requires user consent',
    saw: 'consent required is on, and a password grant has nobody to ask',
    byHand: (client: string) => CLICKS.consent(client, 'Off'),
  },
  {
    begins: 'DPoP proof is missing',
    saw: DPOP,
    byHand: (client: string) => CLICKS.capability(client, 'Require DPoP bound tokens: Off'),
  },
  {
    begins: 'Client not allowed for direct access grants',
    saw: 'direct access grants are off',
    byHand: (client: string) => CLICKS.capability(client, 'Direct access grants: On'),
  },
];

function readRefusedUser(said: string, username: string, findings: FindingList): void {
  if (said.startsWith('Account disabled')) {
    findings.note('user', 'different', 'disabled', { byHand: CLICKS.enableUser(username) });
  } else if (said.startsWith('Account is not fully set up')) {
    findings.note('user-profile', 'different', NOT_SET_UP, { byHand: notSetUpClicks(username) });
  } else {
    findings.note('password', 'different', `${said}: ${notAccepted(username)}`, {
      byHand: notAcceptedClicks(username),
    });
  }
}

const NOT_SET_UP =
  'Account is not fully set up: a required field of the profile is empty, the e-mail address is not verified though the realm wants it, ' +
  'an action is required, or the password is temporary';

function notSetUpClicks(username: string): string {
  return (
    `Users › ${username} › Details: fill in every field with a *, Email verified: On, Required user actions: remove all › Save; ` +
    `and ${CLICKS.password(username, true)}`
  );
}

function notAccepted(username: string): string {
  return `no user ${username}, another password, locked after failed logins, or a one-time code is wanted (Keycloak does not say which)`;
}

function notAcceptedClicks(username: string): string {
  return (
    `Users: where ${username} is not there, ${CLICKS.addUser(username)}, then ${CLICKS.password(username, false)}; ` +
    `where it is, look at ${CLICKS.unlockUser(username)}, at Credentials for an Otp, and set USER_PASSWORD to the password, or ${CLICKS.password(username, true)}`
  );
}

/**
 * A client that was asked for a password grant which names nobody, without its secret: how it is refused says whether it is there, and whether it has
 * a secret.
 */
export function readClient(answer: GrantAnswer, key: string, findings: FindingList): void {
  if (answer.granted) return;
  const client = clientOf(findings.plan, key);
  const id = clientFinding(key);
  const mayLogIn = client.flows.includes('password');
  if (answer.error === 'invalid_client' && answer.status === 401) {
    missingOrDisabled(key, answer.description, findings);
  } else if (answer.error === 'invalid_client') {
    if (client.consent) findings.present(id, 'it asks for consent');
    else findings.note(id, 'different', 'consent required is on', { byHand: CLICKS.consent(client.id, 'Off') });
  } else if (answer.error === 'unauthorized_client' && !answer.description.includes('direct access')) {
    if (client.access === 'confidential') findings.present(id, 'it is there, and asks for its secret');
    else {
      const byHand = CLICKS.capability(client.id, 'Client authentication: Off');
      findings.note(id, 'different', 'client authentication is on', { byHand });
    }
  } else if (client.access === 'confidential') {
    const byHand = CLICKS.capability(client.id, 'Client authentication: On');
    findings.note(id, 'different', 'it asks for no secret: client authentication is off', { byHand });
  } else if (answer.error === 'unauthorized_client') {
    if (!mayLogIn) findings.present(id, logsIn(client) ? 'it is there, without password grants' : 'it logs nobody in');
    else {
      const byHand = CLICKS.capability(client.id, 'Direct access grants: On');
      findings.note(id, 'different', 'direct access grants are off', { byHand });
    }
  } else if (answer.error === 'invalid_request' || answer.error === 'invalid_grant') {
    if (mayLogIn) findings.present(id, 'it may log users in');
    else {
      const byHand = CLICKS.capability(client.id, 'Direct access grants: Off');
      findings.note(id, 'different', 'it may log users in: direct access grants are on', { byHand });
    }
  }
}

/** Keycloak says the same of both. */
function missingOrDisabled(key: string, said: string, findings: FindingList): void {
  const client = clientOf(findings.plan, key);
  findings.note(clientFinding(key), 'missing', `${said}: there is none, or it is disabled`, {
    byHand: `Clients: where ${client.id} is there, ${CLICKS.enableClient(client.id)}; where it is not, ${CLICKS.createClient(client)}`,
  });
}
