import { type AnswerHead, type Head, type RequestHead, valuesOf } from './head.ts';
import { NoHttp } from './no-http.ts';

/** Where a body ends: after so many bytes, where its chunks say so, or with its connection. */
export type BodyLength = number | 'chunked' | 'until the end';

/** RFC 9112, section 6.3. Throws NoHttp where two readers could differ. */
export function requestBodyLength(head: RequestHead): BodyLength {
  const length = declared(head) ?? 0;
  if (length === 'until the end' || (length === 'chunked' && head.minor === 0))
    throw new NoHttp('where its body ends cannot be told');
  return length;
}

/** The same of the answer to a request of that method. */
export function answerBodyLength(head: AnswerHead, method: string): BodyLength {
  if (method === 'HEAD' || head.status < 200 || head.status === 204 || head.status === 304) return 0;
  return declared(head) ?? 'until the end';
}

function declared(head: Head): BodyLength | undefined {
  const codings = valuesOf(head, 'transfer-encoding');
  const lengths = valuesOf(head, 'content-length');
  if (codings.length === 0 && lengths.length === 0) return undefined;
  if (codings.length === 0 && lengths.length === 1 && /^\d{1,15}$/.test(lengths[0] ?? '')) return Number(lengths[0]);
  if (lengths.length > 0) throw new NoHttp('it has a Content-Length that means more than one thing');
  const names = codings.flatMap((value) => value.split(',')).map((name) => name.trim().toLowerCase());
  const chunked = names.indexOf('chunked');
  if (chunked === -1) return 'until the end';
  if (chunked < names.length - 1) throw new NoHttp('something is coded over its chunks');
  return 'chunked';
}
