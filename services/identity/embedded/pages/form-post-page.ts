import type { Answer } from '../answer.ts';
import { html } from './html.ts';
import { pageOf } from './page.ts';

/** OAuth 2.0 Form Post Response Mode: what the client is told, as a form; a button sends it, for no page here has a script. */
export function formPostPage(target: string, told: ReadonlyMap<string, string>): Answer {
  return pageOf({
    title: 'Back to the application',
    heading: 'Back to the application',
    leadsTo: target,
    body: html`<form method="post" action="${target}">
${[...told].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">\n`)}<p>One click takes you back.</p>
<button type="submit" autofocus>Continue</button>
</form>`,
  });
}
