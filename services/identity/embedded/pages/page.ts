import type { Answer } from '../answer.ts';
import { Html, html } from './html.ts';
import { STYLE, STYLE_HASH } from './style.ts';

/** A page for a person in a browser. */
export interface Page {
  status?: number;
  title: string;
  heading: string;
  body: Html;
  /** Where the answer to the page's form may lead beside this server: browsers hold redirects to it, too. */
  leadsTo?: string | undefined;
}

/** Written as an answer: kept nowhere, without a script, and with nothing from elsewhere. */
export function pageOf({ status = 200, title, heading, body, leadsTo }: Page): Answer {
  const whole = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1 id="kc-page-title">${heading}</h1>
${body}
<footer>The embedded identity provider of this tutorial, on this machine.</footer>
</main>
</body>
</html>
`;
  return {
    status,
    headers: {
      'content-type': 'text/html;charset=utf-8',
      'cache-control': 'no-store, must-revalidate, max-age=0',
      'content-security-policy': policy(leadsTo),
    },
    body: whole.text,
  };
}

function policy(leadsTo: string | undefined): string {
  const forms = ["'self'", ...(leadsTo === undefined ? [] : [sourceOf(leadsTo)])].join(' ');
  return `default-src 'none'; style-src ${STYLE_HASH}; form-action ${forms}; frame-ancestors 'self'; base-uri 'none'`;
}

/** An address as a policy can name it: an origin, or, where it has none (an app's own scheme) or one of IPv6, its scheme. */
function sourceOf(url: string): string {
  const { origin, protocol } = new URL(url);
  return origin === 'null' || origin.includes('[') ? protocol : origin;
}
