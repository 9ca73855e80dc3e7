import type { HttpAnswer } from '../wire/http.ts';
import { NoAnswer } from '../wire/no-answer.ts';
import { ToolFault } from './tool-fault.ts';

const STATUS_CLASSES: Readonly<Record<number, string>> = {
  1: 'Informational response',
  3: 'Redirect response',
  4: 'Client error',
  5: 'Server error',
};
/** Statuses whose Location says where to go on. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** What httpx' raise_for_status says of an answer; undefined where it is a success (docs/references/mcp-server.md#words-of-failures). */
export function statusFault({ status, reason, headers }: HttpAnswer, url: string): ToolFault | undefined {
  const kind = STATUS_CLASSES[Math.trunc(status / 100)];
  if (kind === undefined) return undefined;
  const { location } = headers;
  const redirect = location !== undefined && REDIRECTS.has(status) ? `\nRedirect location: '${location}'` : '';
  return new ToolFault(
    `${kind} '${status} ${reason}' for url '${url}'${redirect}\nFor more information check: https://developer.mozilla.org/en-US/docs/Web/HTTP/Status/${status}`,
  );
}

/** Why there is no answer, in the words of httpx where it has some (docs/references/mcp-server.md#words-of-failures). */
export function transportFault(error: unknown): ToolFault {
  if (!(error instanceof NoAnswer)) return new ToolFault(error instanceof Error ? error.message : String(error));
  if (error.cause instanceof ToolFault) return error.cause;
  switch (error.stage) {
    case 'resolve':
      return new ToolFault('[Errno -2] Name or service not known');
    case 'connect':
      return new ToolFault('All connection attempts failed');
    case 'timeout':
      return new ToolFault(`The request timed out: ${error.message}.`);
    case 'answer':
      return new ToolFault(
        /hang up|ECONNRESET|EPIPE/.test(error.message)
          ? 'Server disconnected without sending a response.'
          : `The answer could not be read: ${error.message}.`,
      );
    default:
      return new ToolFault(error.why);
  }
}
