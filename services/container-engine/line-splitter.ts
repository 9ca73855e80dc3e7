import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';

/** Longer lines are cut: a log may hold anything. */
const LONGEST = 8 * 1024;

/** A stream that hands on what is written to it line by line, without line ends, carriage returns and terminal escapes. */
export function lineSplitter(onLine: (line: string) => void): Writable {
  const decoder = new StringDecoder('utf8');
  let pending = '';
  const give = (line: string) => onLine(stripVTControlCharacters(line.replace(/\r/g, '')).slice(0, LONGEST));
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = (pending + decoder.write(chunk)).split('\n');
      pending = (lines.pop() ?? '').slice(0, LONGEST);
      for (const line of lines) give(line);
      done();
    },
    final(done) {
      const rest = pending + decoder.end();
      if (rest !== '') give(rest);
      done();
    },
  });
}
