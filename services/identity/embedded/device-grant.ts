import { audienceOf } from './claims.ts';
import { audienceInWords, epochSeconds, type GrantHandler, idleMs } from './grant.ts';
import { refusal } from './keycloak-error.ts';
import { checkVerifier } from './login/pkce.ts';
import { tokenResponse } from './token-response.ts';

/** RFC 8628 section 3.4. */
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

const REFUSALS = {
  unknown: 'deviceCodeInvalid',
  'of another': 'deviceCodeOfAnother',
  expired: 'deviceCodeExpired',
  'too soon': 'deviceTooSoon',
  denied: 'deviceDenied',
  pending: 'devicePending',
} as const;

/** RFC 8628 section 3.4; the checks come in Keycloak's order. */
export const deviceGrant: GrantHandler = async (state, { form, client, issuer }) => {
  if (!client.flows.includes('device')) throw refusal('deviceGrantOff');
  const code = form.get('device_code');
  if (code === null) throw refusal('deviceCodeMissing');
  const { realm, user, subject, sessions, logins, userEnabled } = state;
  const poll = logins.devices.poll(code, client.id);
  if (poll.is !== 'granted') throw refusal(REFUSALS[poll.is]);
  const { sid, scopes } = poll.grant;
  checkVerifier(poll.device.challenge, form.get('code_verifier'));
  if (!sessions.isActive(sid)) throw refusal('sessionEnded');
  if (!userEnabled) throw refusal('userDisabled');

  sessions.join(sid, client.id);
  sessions.extend(sid, idleMs(realm, scopes));
  const whose = { client, user, subject, sid, authTime: sessions.authTime(sid) };
  const grant = { ...whose, issuer, realm, scopes, by: 'device', now: epochSeconds() } as const;
  return {
    response: await tokenResponse(state, grant, scopes),
    said: `Issued an access token for ${user.username} to ${client.id} on a device, ${audienceInWords(audienceOf(grant))}`,
  };
};
