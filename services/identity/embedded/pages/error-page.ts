import type { Answer } from '../answer.ts';
import { html } from './html.ts';
import { pageOf } from './page.ts';

/** What went wrong, where no client can be told of it: status 400, as Keycloak has it. */
export function errorPage(message: string, status = 400): Answer {
  return {
    ...pageOf({
      status,
      title: 'We are sorry...',
      heading: 'We are sorry...',
      body: html`<div id="kc-error-message" role="alert"><p class="instruction">${message}</p></div>`,
    }),
    said: message,
  };
}
