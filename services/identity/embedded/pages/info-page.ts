import type { Answer } from '../answer.ts';
import { html } from './html.ts';
import { pageOf } from './page.ts';

/** One sentence that needs no answer. */
export function infoPage(heading: string, sentence: string): Answer {
  return pageOf({
    title: heading,
    heading,
    body: html`<div id="kc-info-message"><p class="instruction">${sentence}</p></div>`,
  });
}
