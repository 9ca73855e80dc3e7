import { runOut, secondBegins } from '../../../../steps/break/run-out.ts';

const second = () => Math.floor(Date.now() / 1_000);
const never = () => new AbortController().signal;

/** What is told while a token of a second runs out; real time has to pass, for that is what it is about. */
async function told(watched: boolean): Promise<readonly (number | undefined)[]> {
  const fractions: (number | undefined)[] = [];
  await secondBegins(never());
  const iat = second();
  const progress = (_: string, fraction?: number) => void fractions.push(fraction);
  await runOut({ iat, exp: iat + 1 }, { progress, signal: never(), watched });
  expect(Date.now()).toBeGreaterThan((iat + 1) * 1_000);
  return fractions;
}

test('who watches sees the bar get shorter, down to nothing', async () => {
  const fractions = await told(true);
  expect(fractions.at(-1)).toBeUndefined();
  const bar = fractions.slice(0, -1).map(Number);
  expect(bar.length).toBeGreaterThan(1);
  expect(bar).toEqual(bar.toSorted((a, b) => b - a));
  for (const fraction of bar) expect(fraction > 0 && fraction <= 1).toBe(true);
});

test('who does not is told once that it is waited for, and once that it is over', async () => {
  expect(await told(false)).toHaveLength(2);
});

test('a token that lives for minutes is not waited for', async () => {
  const waiting = runOut(
    { iat: second(), exp: second() + 300 },
    { progress: () => {}, signal: never(), watched: true },
  );
  await expect(waiting).rejects.toThrow('The token lives 300 s');
});

test('whoever wants to stop does not wait', async () => {
  const stop = new AbortController();
  const waiting = runOut(
    { iat: second(), exp: second() + 5 },
    { progress: () => {}, signal: stop.signal, watched: true },
  );
  stop.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow();
});
