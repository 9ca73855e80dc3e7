import type { Answer } from '../answer.ts';
import { html } from './html.ts';
import { pageOf } from './page.ts';

/** Where the code goes that a device shows (RFC 8628, section 3.3). */
export function devicePage(action: string, error?: string): Answer {
  const invalid = error === undefined ? undefined : html` aria-invalid="true" aria-describedby="input-error"`;
  return pageOf({
    title: 'Device Login',
    heading: 'Device Login',
    body: html`${error === undefined ? undefined : html`<div id="input-error" class="error" role="alert"><p class="kc-feedback-text">${error}</p></div>`}
<form id="kc-user-verify-device-user-code-form" action="${action}" method="post">
<label for="device-user-code">Enter the code provided by your device and click Submit</label>
<input id="device-user-code" name="device_user_code" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" autofocus${invalid}>
<button type="submit">Submit</button>
</form>`,
  });
}
