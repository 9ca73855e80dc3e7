import { CLICKS } from './clicks.ts';
import type { FindingList } from './findings.ts';
import { REALM } from './realm.ts';
import type { GrantAnswer, Refusal } from './token-endpoint.ts';

const stack = REALM.clients.stack.clientId;
const tool = REALM.clients.tool.clientId;

/** What a refused login of the lesson's client shows, as Keycloak 26 words it (docs/references/keycloak-26.md#refusals). */
export function readRefusal(refusal: Refusal, username: string, findings: FindingList): void {
  const said = refusal.description || refusal.error;
  if (said.startsWith('Realm not enabled')) {
    findings.note('realm', 'different', 'it is disabled', { byHand: CLICKS.enableRealm });
  } else if (refusal.error === 'invalid_grant') {
    findings.present('stack-client', 'it may log users in');
    readRefusedUser(said, username, findings);
  } else readRefusedClient(refusal.error, said, findings);
}

function readRefusedClient(error: string, said: string, findings: FindingList): void {
  const known = REFUSED_CLIENTS.find(({ begins }) => said.startsWith(begins));
  if (known) findings.note('stack-client', 'different', known.saw, { byHand: known.byHand });
  else if (error === 'unauthorized_client') {
    const byHand = CLICKS.capability(stack, 'Client authentication: Off');
    findings.note('stack-client', 'different', 'client authentication is on', { byHand });
  } else if (error === 'invalid_client') missingOrDisabled('stack-client', said, findings);
  else findings.note('stack-client', 'different', said);
}

/** Of a client that wants proof that a token is shown by whom it was issued to (RFC 9449). */
export const DPOP = 'it demands tokens that are bound to a key of the client (DPoP)';

const REFUSED_CLIENTS = [
  {
    begins: 'Client requires user consent',
    saw: 'consent required is on, and a password grant has nobody to ask',
    byHand: CLICKS.consent,
  },
  { begins: 'DPoP proof is missing', saw: DPOP, byHand: CLICKS.capability(stack, 'Require DPoP bound tokens: Off') },
  {
    begins: 'Client not allowed for direct access grants',
    saw: 'direct access grants are off',
    byHand: CLICKS.capability(stack, 'Direct access grants: On'),
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

/** The tool's client stands for the tool and logs nobody in: how it is refused says whether it is there. */
export function readToolClient(answer: GrantAnswer, findings: FindingList): void {
  if (answer.granted) return;
  if (answer.error === 'unauthorized_client' && answer.description.includes('direct access')) {
    findings.present('tool-client', 'it logs nobody in');
  } else if (answer.error === 'unauthorized_client') {
    findings.note('tool-client', 'different', 'client authentication is on', {
      byHand: CLICKS.capability(tool, 'Client authentication: Off'),
    });
  } else if (answer.error === 'invalid_client' && answer.status === 401) {
    missingOrDisabled('tool-client', answer.description, findings);
  } else if (answer.error === 'invalid_request' || answer.error === 'invalid_grant') {
    findings.note('tool-client', 'different', 'it may log users in: direct access grants are on', {
      byHand: CLICKS.capability(tool, 'Direct access grants: Off'),
    });
  }
}

/** Keycloak says the same of both. */
function missingOrDisabled(id: 'stack-client' | 'tool-client', said: string, findings: FindingList): void {
  const [client, create] = id === 'stack-client' ? [stack, CLICKS.createStack] : [tool, CLICKS.createTool];
  findings.note(id, 'missing', `${said}: there is none, or it is disabled`, {
    byHand: `Clients: where ${client} is there, ${CLICKS.enableClient(client)}; where it is not, ${create}`,
  });
}
