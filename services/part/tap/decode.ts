import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';

interface Coding {
  whole(bytes: Buffer, options: { maxOutputLength: number }): Promise<Buffer>;
  stream(): Transform;
}

/** Content codings (RFC 9110, section 8.4.1) that Node can decode. */
const CODINGS: Readonly<Record<string, Coding>> = {
  gzip: { whole: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip), stream: () => zlib.createGunzip() },
  deflate: { whole: promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflate), stream: () => zlib.createInflate() },
  br: {
    whole: promisify<Buffer, zlib.BrotliOptions, Buffer>(zlib.brotliDecompress),
    stream: () => zlib.createBrotliDecompress(),
  },
};

/** How a body of that Content-Encoding is decoded; undefined where it is none, `unknown` where Node cannot. */
export function codingOf(contentEncoding: unknown): Coding | 'unknown' | undefined {
  const name = String(contentEncoding ?? '')
    .trim()
    .toLowerCase();
  if (name === '' || name === 'identity') return undefined;
  return CODINGS[name.replace(/^x-gzip$/, 'gzip')] ?? 'unknown';
}
