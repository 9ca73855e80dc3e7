import type { Answer } from '../answer.ts';
import { html } from './html.ts';
import { pageOf } from './page.ts';

/** What the user is asked to grant. */
export interface ConsentForm {
  client: string;
  /** In words, one a scope. */
  privileges: readonly string[];
  action: string;
  /** Names the question that is answered. */
  code: string;
  leadsTo?: string | undefined;
}

/** Whether a client may have what it asks for; with Keycloak's names of fields. */
export function consentPage({ client, privileges, action, code, leadsTo }: ConsentForm): Answer {
  return pageOf({
    title: `Grant Access to ${client}`,
    heading: `Grant Access to ${client}`,
    leadsTo,
    body: html`<p id="kc-oauth">Do you grant these access privileges?</p>
<ul>${privileges.map((privilege) => html`<li><span>${privilege}</span></li>`)}</ul>
<form class="form-actions" action="${action}" method="POST">
<input type="hidden" name="code" value="${code}">
<button id="kc-login" name="accept" type="submit" value="Yes">Yes</button>
<button id="kc-cancel" class="other" name="cancel" type="submit" value="No">No</button>
</form>`,
  });
}
