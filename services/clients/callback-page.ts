import { createHash } from 'node:crypto';

const STYLE =
  ':root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;font:1rem/1.5 system-ui,sans-serif}main{max-width:26rem;padding:2rem}h1{margin:0 0 .75rem;font-size:1.5rem}p{margin:0}';
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

/** How a login ended, for whoever sits at the browser. */
export type LoginEnding = 'logged in' | 'refused' | 'not awaited';

const WORDS: Readonly<Record<LoginEnding, readonly [status: number, heading: string, sentence: string]>> = {
  'logged in': [200, 'You are logged in', 'You may close this window, and go on in the terminal.'],
  refused: [400, 'You are not logged in', 'The terminal says why. You may close this window.'],
  'not awaited': [404, 'Nothing is awaited here', 'This address takes the answer of one login, and nothing else.'],
};

/** A page of the client's own. None of its words come from outside. */
export interface CallbackPage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What it says, in short. */
  readonly heading: string;
}

/** The page that tells how a login ended: without a script, kept nowhere, and without a word of what was in its address. */
export function callbackPage(ending: LoginEnding): CallbackPage {
  const [status, heading, sentence] = WORDS[ending];
  return {
    status,
    heading,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    },
    body: `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${heading}</title><style>${STYLE}</style></head>
<body><main><h1>${heading}</h1><p>${sentence}</p></main></body>
</html>
`,
  };
}
