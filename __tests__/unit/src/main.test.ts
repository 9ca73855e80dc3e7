import { Readable, Writable } from 'node:stream';
import type { Io } from '../../../src/io.ts';
import { main } from '../../../src/main.ts';

/** Takes what is written; throws where it is told to. */
function io(stdout: Writable): Io & { said: () => string } {
  let text = '';
  const stderr = new Writable({
    write: (chunk, _, done) => {
      text += chunk;
      done();
    },
  });
  const signal = new AbortController().signal;
  return { stdin: Readable.from([]), stdout, stderr, env: {}, signal, entry: '', said: () => text };
}

test('a fault of a command, none of which has --verbose, is told of whole at once', async () => {
  const stdout = new Writable();
  stdout.write = () => {
    throw new RangeError('of ours');
  };
  const its = io(stdout);
  expect(await main(['list'], its)).toBe(1);
  expect(its.said()).toMatch(
    /^error: of ours\n.*\n {2}next {2}Report it, with what follows\.\nRangeError: of ours\n\s+at /,
  );
});
