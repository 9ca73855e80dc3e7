import { triedAgain } from '../../../../services/lab/tried-again.ts';
import { type FailureKind, TutorialError } from '../../../../src/errors.ts';

const failing = (times: number, kind: FailureKind = 'part-unreachable') => {
  let tries = 0;
  const start = async () => {
    tries += 1;
    if (tries <= times) throw new TutorialError(kind, `Try ${tries} failed.`);
    return tries;
  };
  return { start, tries: () => tries };
};
const told: string[] = [];
const retried: [string, number][] = [];
beforeEach(() => {
  told.splice(0);
  retried.splice(0);
});
const how = (retries: number, signal = new AbortController().signal) => ({
  retries,
  signal,
  onProgress: ({ text }: { text: string }) => void told.push(text),
  onRetry: ({ message }: TutorialError, retry: number) => void retried.push([message, retry]),
  pauseMs: 1,
});

test('what did not start is started again, which is told each time', async () => {
  expect(await triedAgain(failing(2).start, how(2))).toBe(3);
  expect(told).toEqual(['Try 1 failed. It is started again (1 of 2).', 'Try 2 failed. It is started again (2 of 2).']);
  expect(retried).toEqual([
    ['Try 1 failed.', 1],
    ['Try 2 failed.', 2],
  ]);
});

test.each([
  ['so often and no more', 1, 'part-unreachable', 2],
  ['never, unless it is said', 0, 'part-unreachable', 1],
  ['never where the login was refused', 3, 'login-refused', 1],
  ['never where the command line is wrong', 3, 'usage', 1],
  ['never where a check failed', 3, 'check-failed', 1],
] as const)('%s', async (_, retries, kind, tries) => {
  const its = failing(9, kind);
  await expect(triedAgain(its.start, how(retries))).rejects.toMatchObject({ kind, message: `Try ${tries} failed.` });
  expect(told).toHaveLength(tries - 1);
  expect(retried).toHaveLength(tries - 1);
});

test('an interrupt ends the pause', async () => {
  const stop = new AbortController();
  const tried = triedAgain(failing(9).start, { ...how(9, stop.signal), pauseMs: 60_000 });
  stop.abort(new TutorialError('interrupted', 'Interrupted.'));
  await expect(tried).rejects.toMatchObject({ kind: 'interrupted' });
});
