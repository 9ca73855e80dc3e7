import type { Exchange } from '../evidence/exchange.ts';
import { LONGEST_TEXT } from '../evidence/printable.ts';
import { blocks, hanging, type Line, line, paragraph, span } from './lines.ts';

/** A request and its answer, header by header. What they hold was redacted before it became evidence. */
export function exchangeLines(exchange: Exchange, width: number): Line[] {
  return blocks(requestLines(exchange, width), responseLines(exchange, width));
}

/** A request, header by header. */
export function requestLines({ request }: Exchange, width: number): Line[] {
  return message('request', `${request.method} ${request.url}`, request, width);
}

/** The answer to it, or that there is none. */
export function responseLines({ response }: Exchange, width: number): Line[] {
  return response ? message('answer', String(response.status), response, width) : [line('… no answer yet', 'busy')];
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
