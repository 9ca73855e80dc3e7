import type { Exchange } from '../../../evidence/exchange.ts';
import type { Hop, ShownCredential } from '../../../evidence/hop.ts';
import { loginMarkWords } from '../../../evidence/login-marks.ts';
import { claimText } from '../../../evidence/shown-token.ts';
import type { TokenCheck } from '../../../evidence/token-check.ts';
import type { answerIn } from '../../../lesson/call.ts';
import { durationText } from '../../../lesson/duration.ts';
import { answerMark, markInWords } from './marks.ts';
import { type Insert, type Markup, markup } from './markup.ts';
import { badge, type Names } from './names.ts';

/** What is said of a hop beside what it is: how it is known to be of its call, and how its answer is to be taken there. */
interface HopWords {
  readonly note?: string | undefined;
  readonly answered?: ReturnType<typeof answerIn>;
}

/** A hop that opens into its bytes: what carried the credential and what that says, the answer, and both messages as they went. */
export function hopDetails(
  hop: Hop,
  number: number,
  id: string,
  names: Names,
  { note, answered = hop.answer }: HopWords = {},
): Markup {
  const { from, to, request, carrier, credential, seenBy, answer, exchange, marks } = hop;
  const came = answered ? answerMark(hop, answered) : markup`<span class="open">no answer</span>`;
  return markup`<details class="hop"><summary><span class="number">${number}</span> <b>${from} → ${to}</b> <code>${request}</code> <span class="came">${came}</span></summary>
<div class="inside" id="${id}"><dl>
${field('credential', credential.text === '' ? 'none' : markup`<code>${credential.text}</code>${badge(names.letterOf(credential.print))}${carrier !== '' && markup` in <code>${carrier}</code>`}`)}
${field('it says', claims(credential))}
${field('seen by', seenBy === 'tap' ? 'a tap between the two' : `its ${seenBy}`)}
${note !== undefined && field('how it is known', note)}
${marks !== undefined && field('prints of what is masked', loginMarkWords(marks))}
${answer && field('answered', markup`${came}${answer.text !== '' && markup`: ${answer.text}`}, after ${durationText(answer.tookMs)}`)}
${answer?.issued && field('it brought', markup`<code>${answer.issued.text}</code>${badge(names.letterOf(answer.issued.print))}`)}
${answer?.checks && field('checked', tokenChecks(answer.checks))}
</dl>
${exchangeBytes(exchange)}</div></details>`;
}

/** Request and answer as they went over the wire, redacted. */
export function exchangeBytes({ request, response }: Exchange): Markup {
  return markup`<div class="bytes"><figure><figcaption>Request</figcaption><pre>${request.method} ${request.url}
${message(request)}</pre></figure><figure><figcaption>Answer</figcaption>${
    response ? markup`<pre>${response.status}\n${message(response)}</pre>` : markup`<p>none</p>`
  }</figure></div>`;
}

/** How a token was verified, check by check. */
export function tokenChecks(checks: readonly TokenCheck[]): Markup {
  return markup`<ul class="checks">${checks.map(
    ({ id, passed, saw }) =>
      markup`<li>${markInWords(passed, passed ? 'passed' : 'not passed')}<b>${id}</b>${saw !== '' && markup` ${saw}`}</li>`,
  )}</ul>`;
}

function message({ headers, body }: Pick<Exchange['request'], 'headers' | 'body'>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [...lines, ...(body ? ['', body] : [])].join('\n');
}

function field(name: string, value: Insert): Markup {
  return markup`<dt>${name}</dt><dd>${value}</dd>`;
}

/** What is shown of a token beside a hop: all of it stands among the tokens. */
const TOLD = ['aud', 'azp', 'sub', 'scope', 'act', 'exp'];

function claims({ text, token }: ShownCredential): Insert {
  if (!token) return text === '' ? 'nothing: there is no credential' : 'nothing that can be read: it is no JWT';
  const told = TOLD.filter((name) => name in token.claims);
  const alg = claimText('alg', token.header.alg ?? '?');
  return markup`<span class="claims"><code>alg ${alg}</code> ${told.map(
    (name) => markup`<code>${name} ${claimText(name, token.claims[name])}</code> `,
  )}</span>`;
}
