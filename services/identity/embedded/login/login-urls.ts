import type { CallbackTarget } from './callback.ts';
import type { PendingLogin } from './login-state.ts';

/** Keycloak's paths of a login, below the realm's. */
export const LOGIN_PATHS = {
  authenticate: '/login-actions/authenticate',
  requiredAction: '/login-actions/required-action',
  consent: '/login-actions/consent',
  device: '/device',
  deviceStatus: '/device/status',
} as const;

/** The address of a login's next page, with what names the login there. */
export function loginUrl(
  issuer: string,
  path: string,
  { client, tab, form, aim }: PendingLogin,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({
    ...parameters,
    session_code: form,
    client_id: client.id,
    tab_id: tab,
    client_data: aim.for === 'code' ? written(aim.request) : 'e30',
  });
  return `${issuer}${path}?${query}`;
}

/** Where a client wants to be told, so that it can be even when its login is forgotten. */
function written({ redirectUri, state, mode }: CallbackTarget): string {
  const data = { ru: redirectUri, rt: 'code', ...(mode !== 'query' && { rm: mode }), st: state };
  return Buffer.from(JSON.stringify(data)).toString('base64url');
}
