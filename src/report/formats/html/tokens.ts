import { numericDate } from '../../../evidence/numeric-date.ts';
import { claimText } from '../../../evidence/shown-token.ts';
import type { ReportedToken } from '../../report.ts';
import { scrolling } from './marks.ts';
import { type Insert, type Markup, markup } from './markup.ts';
import { badge, type Names } from './names.ts';

/** Claims on which somebody decides come first, in the order in which they are asked: RFC 7519, section 4.1; RFC 8693, section 4. */
const FIRST = ['iss', 'aud', 'azp', 'client_id', 'sub', 'act', 'may_act', 'scope', 'nbf', 'iat', 'exp'];
const TIMES = new Set(['nbf', 'iat', 'exp', 'auth_time']);

/** The tokens beside each other, claim by claim: what another one has otherwise than the first is marked, in signs and by colour. */
export function tokenSection(tokens: readonly ReportedToken[], names: Names): Markup {
  if (tokens.length === 0) return markup``;
  const claims = [...new Set(tokens.flatMap(({ token }) => Object.keys(token.claims)))];
  const ordered = [...FIRST.filter((name) => claims.includes(name)), ...claims.filter((name) => !FIRST.includes(name))];
  const headers = [...new Set(tokens.flatMap(({ token }) => Object.keys(token.header)))];
  return markup`<section aria-labelledby="tokens"><h2 id="tokens">Tokens beside each other</h2>
<p class="muted">Header and claims, as whoever saw them read them; never a signature. <span class="tag differs">≠</span> marks what is otherwise than in the first, – what is not there. A print is equal wherever the same token was seen in this run.</p>
${scrolling(
  'Tokens beside each other',
  markup`<table class="tokens"><thead><tr><th scope="col">claim</th>${tokens.map(({ name, print }) => markup`<th scope="col">${badge(names.letterOf(print))} ${name}</th>`)}</tr></thead><tbody>
${headers.map((name) =>
  row(
    markup`${name} <span class="muted">(header)</span>`,
    tokens.map(({ token }) => valueIn(token.header, name)),
  ),
)}
${ordered.map((name) =>
  row(
    name,
    tokens.map(({ token }) => valueIn(token.claims, name)),
  ),
)}
<tr><th scope="row">print</th>${tokens.map(({ print }) => markup`<td><code>${print}</code></td>`)}</tr></tbody></table>`,
)}</section>`;
}

function row(name: Insert, values: readonly (string | undefined)[]): Markup {
  return markup`<tr><th scope="row">${name}</th>${values.map((value) => {
    const shown = value === undefined ? markup`–<span class="hidden"> not there</span>` : markup`<code>${value}</code>`;
    if (value === values[0]) return markup`<td>${shown}</td>`;
    return markup`<td class="differs"><span aria-hidden="true">≠ </span>${shown}<span class="hidden">, differs</span></td>`;
  })}</tr>`;
}

function valueIn(values: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = values[name];
  if (value === undefined) return undefined;
  const date = TIMES.has(name) && typeof value === 'number' ? numericDate(value) : undefined;
  return date?.toISOString() ?? claimText(name, value);
}
