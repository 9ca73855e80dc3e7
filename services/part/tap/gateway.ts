import type { Connect } from '../../wire/connection.ts';
import { isLoopback } from '../../wire/loopback.ts';
import { passedOn, withValue } from './fields.ts';
import { type AnswerHead, type RequestHead, valuesOf, written } from './http1/head.ts';
import type { LookOn } from './onlooker.ts';
import type { Recording } from './recording.ts';

/** Before which server it stands, and who looks on. */
export interface Gateway {
  readonly to: URL;
  /** What Host has to name in its place; undefined where it stays as it is. */
  readonly host: string | undefined;
  /** What it calls itself in Via. */
  readonly name: string;
  readonly connect: Connect;
  readonly lookOn: LookOn;
  readonly recording?: Recording | undefined;
}

const EMPTY_LINE = Buffer.from('\r\n');

/** What the tap answers itself. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * Host stays as it is where the server is on this machine: it then names the tap in what it makes of it, redirects and the endpoint of an SSE
 * session, and nobody is led around the tap. Elsewhere a host is often one of several at its address, and Host has to name it.
 */
export function hostFor({ hostname, host }: URL): string | undefined {
  return isLoopback(hostname) ? undefined : host;
}

/** A request's head as it goes on, in pieces; `bytes` is how it came. Via is what a gateway must add to a request (RFC 9110, section 7.6.3). */
export function forServer(
  { start, minor, fields }: RequestHead,
  bytes: Buffer,
  { host, name }: Pick<Gateway, 'host' | 'name'>,
): Buffer[] {
  const kept = passedOn(fields);
  const named =
    host === undefined ? kept : kept.map((field) => (field.name === 'host' ? withValue(field, host) : field));
  const head = named === fields ? bytes : written(start, named);
  return [head.subarray(0, -EMPTY_LINE.length), Buffer.from(`Via: 1.${minor} ${name}\r\n`), EMPTY_LINE];
}

/** An answer's head as it goes back; `bytes` is how it came. */
export function forCaller({ start, fields }: AnswerHead, bytes: Buffer): Buffer {
  const kept = passedOn(fields);
  return kept === fields ? bytes : written(start, kept);
}

/** Why a request does not go on, where that can be told from its head. */
export function refusalOf(head: RequestHead, { to, name }: Pick<Gateway, 'to' | 'name'>): Refusal | undefined {
  // A client that takes it for its proxy means other servers; what it sends them is not for this one.
  if (!head.target.startsWith('/') && head.target !== '*')
    return { status: 421, message: `This is a tap before ${to.origin}, and no proxy for others.` };
  const ways = valuesOf(head, 'via').flatMap((value) => value.split(','));
  if (ways.some((way) => way.trim().endsWith(` ${name}`)))
    return { status: 508, message: 'This request has come through this tap before.' };
  return undefined;
}
