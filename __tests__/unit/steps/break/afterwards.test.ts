import { withAfterwards } from '../../../../steps/break/afterwards.ts';

test('what was put up is taken down in the other order, and what came of it is given', async () => {
  const done: string[] = [];
  const note = (what: string) => async () => void done.push(what);
  const made = withAfterwards(async (afterwards) => {
    afterwards(note('first'));
    afterwards(note('second'));
    return 'made';
  });
  expect(await made).toBe('made');
  expect(done).toEqual(['second', 'first']);
});

test('it is taken down after a fault, too, which is thrown', async () => {
  const done: string[] = [];
  const made = withAfterwards(async (afterwards) => {
    afterwards(async () => void done.push('down'));
    throw new Error('no');
  });
  await expect(made).rejects.toThrow('no');
  expect(done).toEqual(['down']);
});
