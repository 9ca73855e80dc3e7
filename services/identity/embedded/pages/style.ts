import { createHash } from 'node:crypto';

/** Of every page: one column, large enough to read and to hit, in the colours that the reader's system prefers. */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f3f4f6; --paper: #fff; --ink: #1b1f24; --faint: #59636e; --line: #8c959f; --key: #0b5cad; --on-key: #fff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #12161b; --paper: #1c2229; --ink: #e8ebee; --faint: #a3adb8; --line: #6b7680; --key: #7cb7ff; --on-key: #0b1a2b; --bad: #ff9a92; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 1.25rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
ul { margin: 0 0 1.5rem; padding-left: 1.25rem; }
label { display: block; margin-bottom: .25rem; font-weight: 600; }
input { width: 100%; margin-bottom: 1rem; padding: .625rem .75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .375rem; }
input[aria-invalid] { border-color: var(--bad); }
button { padding: .625rem 1.25rem; font: inherit; font-weight: 600; color: var(--on-key); background: var(--key); border: 1px solid var(--key); border-radius: .375rem; cursor: pointer; }
button.other { color: inherit; background: transparent; border-color: var(--line); }
:focus-visible { outline: 3px solid var(--key); outline-offset: 2px; }
.error { color: var(--bad); font-weight: 600; }
footer { margin-top: 1.5rem; font-size: .875rem; color: var(--faint); }
`;

/** The one style that a page's Content-Security-Policy lets stand (CSP Level 3, section 8.2). */
export const STYLE_HASH = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
