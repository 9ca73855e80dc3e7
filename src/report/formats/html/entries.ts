import type { Failure } from '../../../evidence/failure.ts';
import { checkWords } from '../../../lesson/check-words.ts';
import { durationText } from '../../../lesson/duration.ts';
import type { ReportEntry, ReportGroup } from '../../report.ts';
import { exhibitHtml } from './exhibits.ts';
import { mark } from './marks.ts';
import { type Markup, markup } from './markup.ts';
import type { Names } from './names.ts';

/** A chapter or a door, with all of its entries; what is not as it should be stands open. */
export function groupSection(group: ReportGroup, at: number, names: Names): Markup {
  const { title, url, is, entries } = group;
  return markup`<section class="group" aria-labelledby="group-${at + 1}"><h2 id="group-${at + 1}">${title}</h2>
${url !== undefined && markup`<p class="muted"><code>${url}</code>${is !== undefined && markup`: ${is}`}</p>`}
${entries.map((entry, index) => entryDetails(entry, names.anchorOf(at, index), names))}</section>`;
}

function entryDetails(entry: ReportEntry, anchor: string, names: Names): Markup {
  const { id, title, tone, words, keyIdea, saw, tookMs, checks, failure, exhibits, rule } = entry;
  return markup`<details class="entry ${tone}"${tone === 'bad' && markup` open`}><summary>${mark(tone)}<h3><span class="id">${id}</span> ${title}</h3><span class="state">${words}</span>${
    tookMs !== undefined && markup`<span class="took">${durationText(tookMs)}</span>`
  }<span class="saw">${saw}</span></summary>
<div class="inside" id="${anchor}">
${keyIdea !== undefined && markup`<p class="idea">${keyIdea}</p>`}
${failure && failureBox(failure)}
${rule !== undefined && markup`<p class="muted">Where it is written: ${rule}</p>`}
${checks.length > 0 && markup`<ul class="checks">${checks.map((check) => markup`<li>${mark(check.passed ? 'good' : 'bad')}${checkWords(check)}</li>`)}</ul>`}
${exhibits.map((exhibit, at) => exhibitHtml(exhibit, { id: exhibitId(anchor, at), names }))}
</div></details>`;
}

/** The id of an exhibit of an entry. */
export function exhibitId(anchor: string, at: number): string {
  return `${anchor}-${at + 1}`;
}

/** What happened, why, and what to do next. */
export function failureBox({ message, why, next }: Failure): Markup {
  return markup`<div class="failure"><p><b>${message}</b></p>${why !== undefined && markup`<p>${why}</p>`}${next !== undefined && markup`<p><b>Next:</b> ${next}</p>`}</div>`;
}

/** All entries at a glance, each leading to where it is told. */
export function overview(groups: readonly ReportGroup[], names: Names): Markup {
  return markup`<nav class="overview" aria-label="All at a glance">${groups.map(
    ({ title, entries }, at) =>
      markup`<div><p>${title}</p><ul>${entries.map(
        ({ id, tone, title: of, words }, index) =>
          markup`<li><a class="${tone}" href="#${names.anchorOf(at, index)}" title="${of}: ${words}">${mark(tone)}${id}<span class="hidden">, ${of}: ${words}</span></a></li>`,
      )}</ul></div>`,
  )}</nav>`;
}
