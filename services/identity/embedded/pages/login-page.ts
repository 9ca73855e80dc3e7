import type { Answer } from '../answer.ts';
import { html } from './html.ts';
import { pageOf } from './page.ts';

/** What the login page shows. */
export interface LoginQuestion {
  realm: string;
  /** Where the form goes. */
  action: string;
  /** Where the browser goes afterwards, if that is another server. */
  leadsTo?: string | undefined;
  /** What stands in the field already. */
  username?: string | undefined;
  /** Of a user who is logged in, and only has to show once more that it is they. */
  fixed?: string | undefined;
  /** What was wrong with the attempt before. */
  error?: string | undefined;
}

/** Keycloak's login page, with its ids and names of fields: whoever fills in the one, fills in the other. */
export function loginPage({ realm, action, leadsTo, username, fixed, error }: LoginQuestion): Answer {
  // Where the first thing is missing.
  const begin = html` autofocus`;
  const knows = fixed !== undefined || (username ?? '') !== '';
  const invalid = error === undefined ? undefined : html` aria-invalid="true" aria-describedby="input-error-username"`;
  const who =
    fixed === undefined
      ? html`<label for="username">Username or email</label>
<input id="username" name="username" type="text" value="${username ?? ''}" autocomplete="username" autocapitalize="none" spellcheck="false" required${knows ? undefined : begin}${invalid}>`
      : html`<p>You are logged in as <strong id="kc-attempted-username">${fixed}</strong>.</p>`;
  return pageOf({
    title: `Sign in to ${realm}`,
    heading: fixed === undefined ? 'Sign in to your account' : 'Please re-authenticate to continue',
    leadsTo,
    body: html`${error === undefined ? undefined : html`<div id="input-error-username" class="error" role="alert"><p class="kc-feedback-text">${error}</p></div>`}
<form id="kc-form-login" action="${action}" method="post" novalidate>
${who}
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${knows ? begin : undefined}${invalid}>
<input type="hidden" name="credentialId" value="">
<button id="kc-login" name="login" type="submit" value="Sign In">Sign In</button>
</form>`,
  });
}
