import { promisify } from 'node:util';
import type { HttpAnswer } from '../wire/http.ts';
import { ToolFault } from './tool-fault.ts';

/** The text of an answer of at most `limit` bytes, as httpx reads it: unpacked, and by the charset of its content type. Throws ToolFault. */
export async function answerText({ headers, body }: HttpAnswer, limit: number): Promise<string> {
  const bytes = await unpacked(body, headers['content-encoding'], limit);
  const [, charset = 'utf-8'] = /;\s*charset="?([\w.:-]+)/i.exec(headers['content-type'] ?? '') ?? [];
  return decoded(bytes, charset.toLowerCase());
}

/** gzip and deflate (RFC 9110, section 8.4.1), which some send unasked. What is larger than the limit once unpacked is not unpacked. */
async function unpacked(body: Buffer, encoding: string | undefined, limit: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase();
  if (body.length === 0 || (name !== 'gzip' && name !== 'x-gzip' && name !== 'deflate')) return body;
  const { gunzip, inflate } = await import('node:zlib');
  try {
    return await promisify(name === 'deflate' ? inflate : gunzip)(body, { maxOutputLength: limit });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ToolFault(
      code === 'ERR_BUFFER_TOO_LARGE'
        ? `The answer is larger than ${limit} bytes.`
        : `The answer could not be read: ${message}.`,
    );
  }
}

function decoded(bytes: Buffer, charset: string): string {
  // Of the web's encodings, iso-8859-1 is another one, and utf-16 is little-endian whatever its mark says.
  if (/^(?:iso-?8859-1|latin-?1)$/.test(charset)) return bytes.toString('latin1');
  const name = charset === 'utf-16' && bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : charset;
  if (/^utf-?8$/.test(name)) return bytes.toString('utf8');
  try {
    return new TextDecoder(name).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
