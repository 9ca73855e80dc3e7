import { hold, type Leftover, leftovers, letGo, stay } from '../../../../services/machine/leftovers.ts';
import { impatience, leftBehind } from '../../../../src/interrupt/impatience.ts';

const CONTAINER: Leftover = {
  what: 'the container tutorial-tui-keycloak',
  ending: 'removing the container tutorial-tui-keycloak',
  byHand: 'docker rm -f tutorial-tui-keycloak',
};
const LEFT = 'Left behind: the container tutorial-tui-keycloak. To remove it: docker rm -f tutorial-tui-keycloak\n';

/** What is done from now on, in its order. */
function observed(momentMs?: number) {
  const done: string[] = [];
  let ended = () => {};
  const exited = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const { again } = impatience({
    say: (text) => void (text && done.push(text)),
    exit: () => {
      done.push('exit');
      ended();
    },
    ...(momentMs !== undefined && { momentMs }),
  });
  return { done, again, exited };
}

afterEach(() => {
  for (const leftover of leftovers()) letGo(leftover);
});

test('where nothing would stay behind it ends at once, without a word', () => {
  const { done, again } = observed();
  again();
  expect(done).toEqual(['exit']);
});

test('what a moment more takes away is waited for, and then nothing is said to be left', async () => {
  hold(CONTAINER);
  const { done, again, exited } = observed(60_000);
  again();
  expect(done).toEqual([expect.stringContaining('Still removing the container tutorial-tui-keycloak.')]);
  letGo(CONTAINER);
  await exited;
  expect(done.slice(1)).toEqual(['exit']);
});

test('of several things the last is waited for', async () => {
  const other = { ...CONTAINER, byHand: 'docker rm -f another' };
  hold(CONTAINER);
  hold(other);
  const { done, again, exited } = observed(60_000);
  again();
  letGo(CONTAINER);
  await new Promise(setImmediate);
  expect(done).toHaveLength(1);
  letGo(other);
  await exited;
  expect(done.slice(1)).toEqual(['exit']);
});

test('what is there after a moment is said to be left, and how it is removed', async () => {
  hold(CONTAINER);
  const { done, again, exited } = observed(1);
  again();
  await exited;
  expect(done.slice(1)).toEqual([LEFT, 'exit']);
});

test('who asks once more is not held any longer', () => {
  hold(CONTAINER);
  const { done, again } = observed(60_000);
  again();
  again();
  expect(done.slice(1)).toEqual([LEFT, 'exit']);
  letGo(CONTAINER);
});

test('what stays on purpose is said too, and is not waited for', () => {
  stay(CONTAINER);
  const { done, again } = observed(60_000);
  again();
  const kept =
    'Kept: the container tutorial-tui-keycloak, with all that is in it. To remove it: docker rm -f tutorial-tui-keycloak\n';
  expect(done).toEqual([kept, 'exit']);
  expect(leftBehind()).toBe(kept);
});
