import { findingWords } from '../../../evidence/finding.ts';
import { claimText } from '../../../evidence/shown-token.ts';
import { answerIn, legNotes, legsOfCall } from '../../../lesson/call.ts';
import { type ByShape, byShape, type Exhibit, type TableCell } from '../../../lesson/exhibit.ts';
import { exchangeBytes, hopDetails, tokenChecks } from './bytes.ts';
import { mark, markInWords, scrolling } from './marks.ts';
import { type Markup, markup } from './markup.ts';
import type { Names } from './names.ts';
import { sequence } from './sequence.ts';

/** What an exhibit needs of its page. `id` is unique there. */
interface Place {
  readonly id: string;
  readonly names: Names;
}

/** An exhibit under a heading of its own. */
export function exhibitHtml(exhibit: Exhibit, place: Place): Markup {
  return markup`<section class="exhibit"><h4>${exhibit.title}</h4>
${byShape(SECTION, exhibit, place)}</section>`;
}

/** The anchor of a hop of an exhibit. */
export function hopAnchor(id: string, at: number): string {
  return `${id}-hop-${at + 1}`;
}

const SECTION: ByShape<[place: Place], Markup> = {
  call: ({ title, call, result, earlier }, { id, names }) => {
    const notes = new Map(legsOfCall(call).flatMap(({ hop, note }) => (hop && note ? [[hop.id, note] as const] : [])));
    const anchorOf = (hop: (typeof call.hops)[number]) => hopAnchor(id, call.hops.indexOf(hop));
    if (call.hops.length === 0) return markup`<p>Nobody has seen it.</p>`;
    return markup`${sequence(call, { id, title, names, anchorOf })}
<p>Result: ${result ?? 'none'}</p>
${earlier !== undefined && markup`<p>${earlier}</p>`}
${legNotes(call).map((note) => markup`<p class="muted">${note}.</p>`)}
${call.hops.map((hop, at) => hopDetails(hop, at + 1, hopAnchor(id, at), names, { note: notes.get(hop.id), answered: answerIn(call, hop) }))}
${call.log.length > 0 && markup`<ul class="log">${call.log.map(({ part, text }) => markup`<li><b>${part}</b> <code>${text}</code></li>`)}</ul>`}`;
  },
  token: ({ title, token, claims, judge, answer, otherwise }, _) => {
    const known = claims.filter(({ name }) => name in token.claims);
    const others = Object.keys(token.claims).filter((name) => !known.some((claim) => claim.name === name));
    return markup`${scrolling(
      `${title}: claims`,
      markup`<table><thead><tr><th scope="col">claim</th><th scope="col">value</th><th scope="col">what it says</th></tr></thead><tbody>
${Object.entries(token.header).map(([name, value]) => markup`<tr><th scope="row">${name} <span class="muted">(header)</span></th><td><code>${claimText(name, value)}</code></td><td></td></tr>`)}
${known.map(({ name, means, decides }) => markup`<tr><th scope="row">${name}${decides && markup` <span class="tag">decides</span>`}</th><td><code>${claimText(name, token.claims[name])}</code></td><td>${means}</td></tr>`)}
${others.map((name) => markup`<tr><th scope="row">${name}</th><td><code>${claimText(name, token.claims[name])}</code></td><td></td></tr>`)}</tbody></table>`,
    )}
<p>Answer of ${judge}: ${answer ? markup`${markInWords(answer.ok, answer.ok ? 'a yes' : 'a no')}${answer.status}` : 'none yet'}</p>
${otherwise && markup`<p class="muted">${otherwise.supposes} ${Object.entries(otherwise.lost).map(([name, lost]) => `${name}: ${lost}. `)}${otherwise.ends}</p>`}`;
  },
  columns: ({ title, heads, rows, conclusion }, _) =>
    markup`${scrolling(
      title,
      markup`<table class="columns"><thead><tr><td></td>${heads.map(({ text, ok }) => markup`<th scope="col">${ok !== undefined && mark(ok ? 'good' : 'bad')} ${text}</th>`)}</tr></thead><tbody>
${rows.map(({ label, sides }) => markup`<tr><th scope="row">${label}</th>${sides.map((side) => markup`<td>${side.map((text) => markup`<p>${text}</p>`)}</td>`)}</tr>`)}</tbody></table>`,
    )}${conclusion && markup`<p><b>${conclusion.label}:</b> ${conclusion.text}</p>`}`,
  table: ({ title, heads, rows }, _) =>
    scrolling(
      title,
      markup`<table><thead><tr>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>
${rows.map(({ cells, ok }) => markup`<tr>${cells.map((cell, at) => (at === 0 ? markup`<th scope="row">${mark(ok ? 'good' : 'bad')} ${cellMarkup(cell)}</th>` : markup`<td>${cellMarkup(cell)}</td>`))}</tr>`)}</tbody></table>`,
    ),
  findings: ({ title, findings }, _) => {
    const amiss = findings.filter(({ state }) => state !== 'present');
    const present = findings.filter(({ state }) => state === 'present');
    return markup`${amiss.length > 0 && scrolling(title, findingTable(amiss))}
${present.length > 0 && markup`<details class="more"><summary>${present.length} of ${findings.length} as they should be</summary><div class="inside">${scrolling(`${title}: present`, findingTable(present))}</div></details>`}`;
  },
  exchange: ({ exchange, hop, unseen, note, checks }, { id, names }) => {
    if (hop) return hopDetails(hop, 1, hopAnchor(id, 0), names, { note });
    if (!exchange) return markup`<p>${unseen}</p>`;
    return markup`<details class="hop"><summary><b>${exchange.request.method}</b> <code>${exchange.request.url}</code> <span class="came">${exchange.response?.status ?? 'no answer'}</span></summary>
<div class="inside">${checks && tokenChecks(checks)}${exchangeBytes(exchange)}</div></details>`;
  },
};

function findingTable(findings: Extract<Exhibit, { kind: 'findings' }>['findings']): Markup {
  return markup`<table><thead><tr><th scope="col">what</th><th scope="col">state</th><th scope="col">seen</th><th scope="col">by hand</th></tr></thead><tbody>
${findings.map(({ title, state, saw, byHand }) => markup`<tr><th scope="row">${title}</th><td>${mark(state === 'present' ? 'good' : state === 'unknown' ? 'open' : 'bad')} ${findingWords(state)}</td><td>${saw}</td><td>${state !== 'present' && byHand}</td></tr>`)}</tbody></table>`;
}

function cellMarkup(cell: TableCell): Markup {
  return typeof cell === 'string'
    ? markup`${cell}`
    : markup`${markInWords(cell.right, cell.right ? 'rightly said' : 'wrongly said')}${cell.said}`;
}
