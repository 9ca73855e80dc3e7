import type { IncomingHttpHeaders } from 'node:http';
import type { AnswerHead, Field, RequestHead } from './head.ts';

interface Message {
  readonly headers: IncomingHttpHeaders;
  /** Names, in lower case, and values in turn. */
  readonly rawHeaders: string[];
}

/** A request as node:http shows it to a server. */
export interface RequestMessage extends Message {
  readonly method: string;
  readonly url: string;
}

/** An answer as node:http shows it to a client. */
export interface AnswerMessage extends Message {
  readonly statusCode: number;
}

/** Of these the first counts, by node:http's rules (`message.headers`); the values of others are joined. */
const ONCE = new Set(
  `age authorization content-length content-type etag expires from host if-modified-since if-unmodified-since last-modified location
  max-forwards proxy-authorization referer retry-after server user-agent`.split(/\s+/),
);

/** What node:http would make of such a head. */
export function requestMessage({ method, target, fields }: RequestHead): RequestMessage {
  return { method, url: target, ...joined(fields) };
}

/** See requestMessage. */
export function answerMessage({ status, fields }: AnswerHead): AnswerMessage {
  return { statusCode: status, ...joined(fields) };
}

function joined(fields: readonly Field[]): Message {
  const headers: IncomingHttpHeaders = Object.create(null);
  for (const { name, value } of fields) {
    const before = headers[name];
    if (name === 'set-cookie') headers[name] = [...(headers[name] ?? []), value];
    else if (before === undefined) headers[name] = value;
    else if (!ONCE.has(name)) headers[name] = `${before}${name === 'cookie' ? '; ' : ', '}${value}`;
  }
  return { headers, rawHeaders: fields.flatMap(({ name, value }) => [name, value]) };
}
