import { linesOf } from '../../../../src/records/lines.ts';

/** The lines of these pieces, and whether there was more. */
async function lines(pieces: readonly string[], bounds: Partial<Parameters<typeof linesOf>[1]> = {}) {
  let isCut = false;
  const found: [text: string | undefined, isWhole: boolean][] = [];
  const chunks = (async function* () {
    yield* pieces;
  })();
  const all = linesOf(chunks, { most: 1_000, longest: 10, ...bounds }, () => {
    isCut = true;
  });
  for await (const { text, isWhole } of all) found.push([text, isWhole]);
  return { found, isCut };
}

test('a line may be as long as is read, and is passed over where it is longer, however it comes', async () => {
  for (const pieces of [['0123456789\n01234567890\nx'], ['01234', '56789', '\n012345', '67890', '\n', 'x']])
    expect(await lines(pieces)).toEqual({
      found: [
        ['0123456789', true],
        [undefined, true],
        ['x', false],
      ],
      isCut: false,
    });
});

test('no more is read than so many bytes, and where there is more that is told', async () => {
  expect(await lines(['ab\n', 'cd\n'], { most: 6 })).toEqual({
    found: [
      ['ab', true],
      ['cd', true],
    ],
    isCut: false,
  });
  expect(await lines(['ab\n', 'cd\n', 'e'], { most: 6 })).toMatchObject({ found: { length: 2 }, isCut: true });
});
