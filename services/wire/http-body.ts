import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** Bytes of a request's body that the tool, MCP and stack servers read: arguments are small, and a token is about 1 kB. */
export const REQUEST_LIMIT = 1024 * 1024;
/** Milliseconds. */
const DISCARD_LIMIT = 2_000;

/** Why a body could not be read. `status` is the HTTP status to answer with. */
export class BodyError extends Error {
  readonly status: 400 | 413;
  constructor(status: 400 | 413, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The request's body as text. Throws BodyError: 413 over `limit` bytes, 400 where it is not UTF-8 or breaks off.
 * The rest of an oversized body is left to `discardRest`.
 */
export async function readText(request: IncomingMessage, limit: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > limit) throw bodyTooLarge(limit);
  const bytes = await readBytes(request, limit);
  if (!isUtf8(bytes)) throw new BodyError(400, 'The request body is not valid UTF-8.');
  return bytes.toString('utf8');
}

function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      request.off('data', collect).resume();
      reject(bodyTooLarge(limit));
    };
    const brokeOff = () => {
      if (!request.complete) reject(new BodyError(400, 'The request body broke off.'));
    };
    request
      .on('data', collect)
      .once('end', () => resolve(Buffer.concat(chunks)))
      .once('error', brokeOff)
      .once('close', brokeOff);
  });
}

/**
 * Lets the rest of a body come and go, for at most two seconds. To be awaited before an answer that did not want the body: a client that first
 * sends all of it would otherwise find the connection closed, and never read the answer.
 */
export function discardRest(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DISCARD_LIMIT);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', done).once('close', done).once('error', done).resume();
  });
}

/** The body is, or is announced to be, larger than `limit` bytes. */
export function bodyTooLarge(limit: number): BodyError {
  return new BodyError(413, `The request body is larger than ${limit} bytes.`);
}
