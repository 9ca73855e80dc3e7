import { type Answer, empty, json } from './answer.ts';
import { authenticatedClient, checkOrigin, clientNamed } from './client.ts';
import { refusal } from './keycloak-error.ts';
import { sessionIn } from './login/authenticate.ts';
import { cookieOf, setCookie } from './login/cookies.ts';
import { DEVICE_CODE_SECONDS, POLL_SECONDS } from './login/device-codes.ts';
import { randomName } from './login/login-state.ts';
import { LOGIN_PATHS, loginUrl } from './login/login-urls.ts';
import { challengeOf } from './login/pkce.ts';
import { devicePage } from './pages/device-page.ts';
import { infoPage } from './pages/info-page.ts';
import type { RealmRequest } from './realm-request.ts';

const NO_STORE = 'no-store, must-revalidate, max-age=0';

/** A device asks for its codes (RFC 8628 sections 3.1 and 3.2). Its scope is not looked at yet, as in Keycloak. */
export async function authorizeDevice(asked: RealmRequest): Promise<Answer> {
  const { state, form, issuer } = asked;
  const client = authenticatedClient(asked);
  checkOrigin(asked, client);
  if (!client.flows.includes('device')) throw refusal('deviceFlowOff');
  const challenge = challengeOf(form, client);
  const scope = form.get('scope') ?? undefined;
  const { deviceCode, userCode } = state.logins.devices.start({ clientId: client.id, scope, challenge });
  const page = `${issuer}${LOGIN_PATHS.device}`;
  const codes = {
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${userCode}`,
    expires_in: DEVICE_CODE_SECONDS,
    interval: POLL_SECONDS,
  };
  return { ...json(200, codes, { 'cache-control': NO_STORE }), said: `Gave codes to a device of ${client.id}` };
}

/** The page for the code that a device shows; with the code in its address, what comes after it (RFC 8628 section 3.3.1). */
export async function showDevice(asked: RealmRequest): Promise<Answer> {
  const code = asked.query.get('user_code');
  return code === null ? devicePage(formOf(asked)) : beginFor(asked, code);
}

/** A code that was typed. Whoever does not want a page means the endpoint for devices, as in Keycloak. */
export async function enterDevice(asked: RealmRequest): Promise<Answer> {
  if (!asked.request.headers.accept?.includes('text/html')) return authorizeDevice(asked);
  const code = asked.form.get('device_user_code');
  return code === null ? devicePage(formOf(asked)) : beginFor(asked, code);
}

/** How it ended, for the user; the device hears of it by itself. */
export async function showDeviceStatus({ query }: RealmRequest): Promise<Answer> {
  return query.has('error')
    ? infoPage('Device Login Failed', 'Consent denied for connecting the device.')
    : infoPage('Device Login Successful', 'You may close this browser window and go back to your device.');
}

function beginFor(asked: RealmRequest, typed: string): Answer {
  const { state, issuer } = asked;
  const { devices } = state.logins;
  const device = devices.waiting(typed);
  const client = device && clientNamed(state.realm, device.clientId);
  if (!client) return devicePage(formOf(asked), 'Invalid code, please try again.');
  const browser = cookieOf(asked, 'AUTH_SESSION_ID') ?? randomName();
  const { userCode, scope } = device;
  const login = state.logins.begin({ browser, client, aim: { for: 'device', userCode, scope } });
  const sid = sessionIn(asked);
  if (sid !== undefined) login.shown = { at: undefined, sid };
  const location = loginUrl(issuer, LOGIN_PATHS.authenticate, login);
  const headers = { location, 'cache-control': NO_STORE, ...setCookie(asked, 'AUTH_SESSION_ID', browser) };
  return { ...empty(302, headers), said: `The code of a device of ${client.id} was entered` };
}

function formOf({ issuer }: RealmRequest): string {
  return new URL(`${issuer}${LOGIN_PATHS.device}`).pathname;
}
