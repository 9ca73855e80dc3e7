import { deflateSync, gzipSync } from 'node:zlib';
import { answerText } from '../../../../services/mcp-server/answer-text.ts';

/** What the text of an answer is: unpacked, and in the charset that its header names. */
const LIMIT = 1_000;
const answer = (body: Buffer, headers: Record<string, string> = {}) => ({ status: 200, reason: 'OK', headers, body });
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

test.each([
  ['no content type', 'text', Buffer.from('café')],
  ['no charset', 'text/plain', Buffer.from('café')],
  ['UTF-8 in capitals and quotes', 'text/plain; charset="UTF-8"', Buffer.from('café')],
  ['iso-8859-1', 'text/plain; charset=iso-8859-1', Buffer.from('café', 'latin1')],
  ['utf-16, little-endian', 'text/plain; charset=utf-16', utf16('\ufeffcafé')],
  ['utf-16, big-endian', 'text/plain;charset=utf-16', utf16('\ufeffcafé').swap16()],
  ['windows-1252', 'text/plain; charset=windows-1252', Buffer.from('café', 'latin1')],
  ['a charset that nobody knows', 'text/plain; charset=klingon', Buffer.from('café')],
])('%s', async (_, type, body) => {
  expect(await answerText(answer(body, { 'content-type': type }), LIMIT)).toBe('café');
});

test.each([
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
])('%s is undone, up to the limit', async (encoding, pack) => {
  const headers = { 'content-encoding': encoding };
  expect(await answerText(answer(pack('zipped'), headers), LIMIT)).toBe('zipped');
  const bomb = pack(Buffer.alloc(100 * LIMIT));
  expect(bomb.length).toBeLessThan(LIMIT);
  await expect(answerText(answer(bomb, headers), LIMIT)).rejects.toThrow('The answer is larger than 1000 bytes.');
  const broken = answerText(answer(Buffer.from('plain'), headers), LIMIT);
  await expect(broken).rejects.toThrow(/^The answer could not be read: .+\.$/);
});

test('an encoding that is not known stays as it is', async () => {
  expect(await answerText(answer(Buffer.from('x'), { 'content-encoding': 'identity' }), LIMIT)).toBe('x');
});
