import { PasteSplitter, type Piece } from '../../src/guided/pasted.ts';

/** The keys and the pasted text that come of the input, each put together. */
function apart(...chunks: readonly string[]) {
  const splitter = new PasteSplitter();
  const pieces: Piece[] = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.flush()];
  return {
    keys: pieces.map((piece) => ('keys' in piece ? piece.keys : '')).join(''),
    pasted: pieces.map((piece) => ('pasted' in piece ? piece.pasted : '')).join(''),
  };
}

const INPUT = 'ab\u001b[A\u001b[200~one\r\u001b[Btwo[201~\u001b[201~c\u001b';

test('what stands between the marks is pasted, everything else is keys', () => {
  expect(apart(INPUT)).toEqual({ keys: 'ab\u001b[Ac\u001b', pasted: 'one\r\u001b[Btwo[201~' });
});

test('wherever the input is cut into pieces', () => {
  for (let at = 1; at < INPUT.length; at += 1)
    expect({ at, ...apart(INPUT.slice(0, at), INPUT.slice(at)) }).toEqual({ at, ...apart(INPUT) });
  expect(apart(...INPUT)).toEqual(apart(INPUT));
});

test.each(['\u001b', '\u001b[2'])('what might begin a paste is keys if nothing follows: %j', (keys) => {
  const splitter = new PasteSplitter();
  expect(splitter.push(keys)).toEqual([]);
  expect(splitter.holdsKeys).toBe(true);
  expect(splitter.flush()).toEqual([{ keys }]);
  expect(splitter.holdsKeys).toBe(false);
});
