import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { type Head, valuesOf } from './http1/head.ts';

interface Coding {
  whole(bytes: Buffer, options: { maxOutputLength: number }): Buffer;
  stream(): Transform;
}

/** Its frame is gone already. */
const CHUNKED = /(?:^|, *)chunked$/i;
/** Codings of contents (RFC 9110, section 8.4.1) and of transfers (RFC 9112, section 7) that Node can decode. */
const CODINGS: Readonly<Record<string, Coding>> = {
  gzip: { whole: zlib.gunzipSync, stream: () => zlib.createGunzip() },
  deflate: { whole: zlib.inflateSync, stream: () => zlib.createInflate() },
  br: { whole: zlib.brotliDecompressSync, stream: () => zlib.createBrotliDecompress() },
};

/** How the body behind that head is coded, and how it is decoded: undefined where it is not coded, `unknown` where Node cannot. */
export function codingOf(head: Pick<Head, 'fields'>): { name: string; coding: Coding | 'unknown' | undefined } {
  const names = [...valuesOf(head, 'content-encoding'), ...valuesOf(head, 'transfer-encoding')];
  const name = names.join(', ').replace(CHUNKED, '');
  if (name === '' || name === 'identity') return { name, coding: undefined };
  return { name, coding: CODINGS[name.toLowerCase().replace(/^x-gzip$/, 'gzip')] ?? 'unknown' };
}
