import { createHash } from 'node:crypto';
import { carrierOf } from '../../../evidence/carried.ts';
import { answerIn } from '../../../lesson/call.ts';
import type { CallExhibit } from '../../../lesson/exhibit.ts';
import { exitWords } from '../../exit-words.ts';
import { partAddress } from '../../part-address.ts';
import type { Report, ReportedPart, ReportedPrediction, SaidInReport } from '../../report.ts';
import { whenText } from '../times.ts';
import { exhibitId, failureBox, groupSection, overview } from './entries.ts';
import { hopAnchor } from './exhibits.ts';
import { answerMark, mark, markInWords, scrolling } from './marks.ts';
import { type Insert, type Markup, markup, ours } from './markup.ts';
import { badge, type Names, namesFor } from './names.ts';
import { sequence } from './sequence.ts';
import { PAGE_STYLE } from './style.ts';
import { timeline } from './timeline.ts';
import { tokenSection } from './tokens.ts';

/** The report as one page of HTML: no script, nothing from elsewhere, and a policy that lets the browser fetch nothing. */
export function htmlReport(report: Report): string {
  const { title, groups, tokens } = report;
  const names = namesFor(report);
  const digest = createHash('sha256').update(PAGE_STYLE).digest('base64');
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${ours(digest)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title} · tutorial-tui</title>
<style>${ours(PAGE_STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
${head(report)}
<main id="main">
${overview(groups, names)}
${theWay(report, names)}
${groups.map((group, at) => groupSection(group, at, names))}
${tokenSection(tokens, names)}
${timeline(report)}
${partSection(report.parts)}
${predictionSection(report.predictions)}
</main>
<footer><p>Made by tutorial-tui ${report.program.version} of the run’s record. Everything in it was redacted before it was written down: no token, password or other secret stands here.</p></footer>
</body>
</html>
`;
  return page.text;
}

function head(report: Report): Markup {
  const { title, headline, tone, failure, notes, issuer } = report;
  const verdict = exitWords(report);
  return markup`<header><p class="brand">tutorial-tui <span>report</span></p>
<h1>${title}</h1>
<p class="verdict ${tone}">${mark(tone)}<b>${headline}</b>${verdict !== '' && markup`<span>${verdict}</span>`}</p>
<p class="muted">${whenText(report)}</p>
${issuer !== undefined && markup`<p class="muted">Tokens of <code>${issuer}</code></p>`}
${failure && failureBox(failure)}
${notes.map((note) => markup`<p class="note">${note}</p>`)}</header>`;
}

/** Calls that are shown above all else. */
const SHOWN = 2;

/** The calls that tell the most: those of what went amiss; else the first of the lesson, of which one is refused and the next let in. */
function theWay({ groups }: Report, names: Names): Markup {
  const all = groups.flatMap(({ entries }, group) =>
    entries.flatMap(({ tone, exhibits, id }, at) =>
      exhibits.flatMap((exhibit, index) =>
        exhibit.kind === 'call' && exhibit.call.hops.length > 0
          ? [{ tone, id, exhibit, place: exhibitId(names.anchorOf(group, at), index) }]
          : [],
      ),
    ),
  );
  const amiss = all.filter(({ tone }) => tone === 'bad');
  const shown = (amiss.length > 0 ? amiss : all).slice(0, SHOWN);
  if (shown.length === 0) return markup``;
  return markup`<section aria-labelledby="way"><h2 id="way">The token’s way</h2>
<p class="muted">Who asked whom, what carried the credential, and what was answered. Each hop leads to its bytes.</p>
<div class="ways">${shown.map(({ exhibit, id, place }) => wayFigure(exhibit, id, place, names))}</div></section>`;
}

function wayFigure({ title, call, result }: CallExhibit, step: string, place: string, names: Names): Markup {
  const id = `way-${place}`;
  const anchorOf = (hop: (typeof call.hops)[number]) => hopAnchor(place, call.hops.indexOf(hop));
  return markup`<figure class="card"><figcaption><b>${title}</b> <span class="muted">step ${step}</span>${result !== undefined && markup`<span class="result">${result}</span>`}</figcaption>
${sequence(call, { id, title, names, anchorOf })}
<ol class="narrow">${call.hops.map((hop) => [hop, answerIn(call, hop)] as const).map(([hop, answer]) => markup`<li><b>${hop.from} → ${hop.to}</b> <code>${hop.request}</code>, ${hop.credential.text || 'no credential'}${badge(names.letterOf(hop.credential.print))}${carrierOf(hop) !== '' && ` in ${carrierOf(hop)}`}: ${answer ? answerMark(hop, answer) : 'no answer'}</li>`)}</ol></figure>`;
}

function partSection(parts: readonly ReportedPart[]): Markup {
  if (parts.length === 0) return markup``;
  return markup`<section aria-labelledby="parts"><h2 id="parts">Parts</h2>${scrolling(
    'Parts',
    markup`<table><thead><tr><th scope="col">part</th><th scope="col">version</th><th scope="col">address</th><th scope="col">when the record ends</th></tr></thead><tbody>
${parts.map(({ status, why, ...part }) => markup`<tr><th scope="row">${part.part}</th><td>${part.version}</td><td>${addressCell(part)}</td><td>${status}${why !== undefined && markup`: ${why}`}</td></tr>`)}</tbody></table>`,
  )}</section>`;
}

function addressCell(part: Pick<ReportedPart, 'url' | 'own'>): Insert {
  const address = partAddress(part);
  return part.own === undefined && address !== '' ? markup`<code>${address}</code>` : address;
}

function predictionSection(predictions: readonly ReportedPrediction[]): Markup {
  if (predictions.length === 0) return markup``;
  const said = (words: SaidInReport | undefined) =>
    words ? markup`${markInWords(words.right, words.right ? 'right' : 'wrong')}${words.text}` : markup``;
  return markup`<section aria-labelledby="predictions"><h2 id="predictions">Predictions</h2>${scrolling(
    'Predictions',
    markup`<table><thead><tr><th scope="col">step</th><th scope="col">question</th><th scope="col">said before</th><th scope="col">what was so</th><th scope="col">said when asked again</th></tr></thead><tbody>
${predictions.map((each) => markup`<tr><th scope="row">${each.step}</th><td>${each.question}</td><td>${each.said ? said(each.said) : 'nothing'}</td><td>${each.wasSo}</td><td>${said(each.saidAgain)}</td></tr>`)}</tbody></table>`,
  )}</section>`;
}
