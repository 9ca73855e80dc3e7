import type { IncomingHttpHeaders } from 'node:http';
import type { NoAnswer } from '../../services/wire/no-answer.ts';
import { type Heard, inShort } from './heard.ts';

/** An answer of whatever server. */
export interface AnyAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What somebody says who is not the part that was asked: a redirect, a web page. Undefined where it may be that part. */
export function whatElse(
  { status, headers, text }: AnyAnswer,
  mask: (text: string) => string,
): Pick<Heard, 'is' | 'next' | 'pointless'> | undefined {
  if (status >= 300 && status < 400 && headers.location !== undefined)
    return {
      is: `it redirects to ${inShort(headers.location, mask)}, and a credential is sent nowhere else`,
      next: 'Name the address that it leads to, if that is the part. A login page there is for people with a browser: an API answers 401.',
      pointless: true,
    };
  if (!/^text\/html\b/i.test(headers['content-type'] ?? '') && !/^\s*<(?:!doctype html|html)/i.test(text))
    return undefined;
  const [, title = ''] = /<title[^<>]*>([^<]*)</i.exec(text) ?? [];
  const named = title.trim() === '' ? '' : `, “${inShort(title, mask)}”`;
  const isLogin = /type\s*=\s*["']?password|log ?in|sign ?in/i.test(text);
  return {
    is: `it answers ${status} with ${isLogin ? 'a login page' : 'a web page'}${named}, where an API should be`,
    next: 'Name the address of the API itself, or let the proxy before it pass requests that bring a bearer token.',
    pointless: true,
  };
}

/** A request that has no answer, in words: who would have to be there is not, drips, or cannot be trusted. */
export function whyNoAnswer({ message, next, stage }: NoAnswer): Omit<Heard, 'legs'> {
  return {
    outcome: 'none',
    by: '',
    status: '',
    said: '',
    is: stage === 'connect' ? `nobody answers: ${message}` : message,
    next:
      next ??
      (stage === 'timeout' ? 'It hangs: see what it waits for.' : 'See that it runs, and that the address is right.'),
    pointless: true,
  };
}
