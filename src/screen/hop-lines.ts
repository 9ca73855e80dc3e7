import type { Exchange } from '../evidence/exchange.ts';
import type { Hop } from '../evidence/hop.ts';
import { LONGEST_TEXT } from '../evidence/printable.ts';
import { claimText, SPOKEN_CLAIMS } from '../lesson/comparison.ts';
import { blocks, hanging, type Line, line, paragraph, span } from './lines.ts';

/** One hop, opened: its HTTP exchange, header by header. What it holds was redacted before it became evidence. */
export function hopLines(hop: Hop | undefined, width: number): Line[] {
  if (!hop) return [line('This hop has not happened yet.', 'muted')];
  const { request, response } = hop.exchange;
  return blocks(
    [
      line(`${hop.from} → ${hop.to}`, 'heading'),
      ...hanging(span('asks      ', 'muted'), hop.request, width),
      ...hanging(
        span('carries   ', 'muted'),
        `${hop.credential.text || 'no credential'} in ${hop.carrier}`,
        width,
        'decides',
      ),
      ...tokenLines(hop, width),
      ...answerLines(hop, width),
    ],
    message('request', `${request.method} ${request.url}`, request, width),
    response ? message('answer', String(response.status), response, width) : [line('… no answer yet', 'busy')],
  );
}

/** What the credential says, as its receiver read it. */
function tokenLines({ credential: { token } }: Hop, width: number): Line[] {
  if (!token) return [];
  const claims = SPOKEN_CLAIMS.filter((name) => name in token.claims);
  const text = claims.map((name) => `${name} ${claimText(name, token.claims[name])}`).join(' · ');
  return hanging(span('says      ', 'muted'), text || 'no claim that this lesson is about', width);
}

function answerLines({ answer }: Hop, width: number): Line[] {
  if (!answer) return [];
  const text = [answer.status, answer.text, `${Math.round(answer.tookMs)} ms`].filter(Boolean).join(' · ');
  return hanging(span('answered  ', 'muted'), text, width, answer.ok ? 'good' : 'bad');
}

function message(
  title: string,
  first: string,
  { headers, body }: Pick<Exchange['request'], 'headers' | 'body'>,
  width: number,
): Line[] {
  return [
    line(title, 'heading'),
    ...paragraph(first, width),
    ...Object.entries(headers).flatMap(([name, value]) => hanging(span(`${name}: `, 'muted'), value, width)),
    ...(body ? paragraph(`\n${pretty(body)}`, width, 'command', LONGEST_TEXT) : []),
  ];
}

/** JSON with a line a field; anything else, and what will be cut, as it is. */
function pretty(body: string): string {
  if (body.length > LONGEST_TEXT) return body;
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
