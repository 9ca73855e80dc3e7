/** The first bytes of what is no UTF-8 (Unicode 16, section 23.8), and what it is. Windows PowerShell writes with `>` what begins with the first. */
const MARKS = [
  { first: 0xff, second: 0xfe, encoding: 'utf-16le' },
  { first: 0xfe, second: 0xff, encoding: 'utf-16be' },
] as const;

/** The bytes of a text as those of UTF-8: what says at its beginning that it is UTF-16 is made that. */
export async function* asUtf8(chunks: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer> {
  let begin: Buffer | undefined = Buffer.alloc(0);
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    let bytes = Buffer.from(chunk as string);
    if (begin) {
      bytes = Buffer.concat([begin, bytes]);
      begin = bytes.length < 2 ? bytes : undefined;
      if (begin) continue;
      const mark = MARKS.find(({ first, second }) => bytes[0] === first && bytes[1] === second);
      decoder = mark && new TextDecoder(mark.encoding);
    }
    yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes;
  }
  if (begin?.length) yield begin;
}
