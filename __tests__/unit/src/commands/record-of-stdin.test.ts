import { PassThrough } from 'node:stream';
import { recordOfStdin } from '../../../../src/commands/record-of-stdin.ts';
import { eventLine } from '../../../../src/presenters/ndjson.ts';
import { AFTER_ALL, fold, happened } from '../../../components/fixture.ts';

const LINES = happened(AFTER_ALL).map(eventLine);

/** Reads what is half written, and is asked for the end then. */
function interrupted({ isTTY, graceMs }: { readonly isTTY: boolean; readonly graceMs?: number }) {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const end = new AbortController();
  const read = recordOfStdin({ stdin, signal: end.signal }, graceMs);
  stdin.write(LINES.slice(0, 3).join(''));
  end.abort();
  return { stdin, read };
}

test('Ctrl-C where a person types ends the reading at once', async () => {
  const begun = performance.now();
  const { stdin, read } = interrupted({ isTTY: true });
  await expect(read).rejects.toThrow('standard input');
  expect(stdin.destroyed).toBe(true);
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test('whoever pressed it before is heard as well', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  await expect(recordOfStdin({ stdin, signal: AbortSignal.abort() })).rejects.toThrow('standard input');
});

test('a pipe that never ends is left after a moment', async () => {
  await expect(interrupted({ isTTY: false, graceMs: 20 }).read).rejects.toThrow('standard input');
});

test('a run that the same Ctrl-C has ended may say so', async () => {
  const waiting = () => process.getActiveResourcesInfo().filter((what) => what === 'Timeout').length;
  const before = waiting();
  const { stdin, read } = interrupted({ isTTY: false });
  stdin.end(LINES.slice(3).join(''));
  expect(await read).toMatchObject({ of: 'lesson', state: fold(AFTER_ALL), notes: [] });
  // Nothing holds the program up that it could end now.
  expect(waiting()).toBe(before);
});
