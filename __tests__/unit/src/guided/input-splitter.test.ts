import { InputSplitter, type Piece } from '../../../../src/guided/input-splitter.ts';

/** The keys and the pasted text that come of the input, each put together. */
function apart(...chunks: readonly string[]) {
  const splitter = new InputSplitter();
  const pieces: Piece[] = [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.flush()];
  return {
    keys: pieces.map((piece) => ('keys' in piece ? piece.keys : '')).join(''),
    pasted: pieces.map((piece) => ('pasted' in piece ? piece.pasted : '')).join(''),
    answers: pieces.flatMap((piece) => ('answer' in piece ? [piece.answer] : [])),
  };
}

const INPUT =
  'a\u001b]11;rgb:ffff/ffff/dddd\u001b\\b\u001b]11;x\u0007\u001b[A\u001b[200~one\r\u001b[Btwo[201~\u001b[201~c\u001b';

test('pasted text and answers stand between their marks, everything else is keys', () => {
  expect(apart(INPUT)).toEqual({
    keys: 'ab\u001b[Ac\u001b',
    pasted: 'one\r\u001b[Btwo[201~',
    answers: ['11;rgb:ffff/ffff/dddd', '11;x'],
  });
});

test('wherever the input is cut into pieces', () => {
  for (let at = 1; at < INPUT.length; at += 1)
    expect({ at, ...apart(INPUT.slice(0, at), INPUT.slice(at)) }).toEqual({ at, ...apart(INPUT) });
  expect(apart(...INPUT)).toEqual(apart(INPUT));
});

test.each(['\u001b', '\u001b[2', '\u001b]', '\u001b]1'])(
  'what might begin a paste is keys if nothing follows: %j',
  (keys) => {
    const splitter = new InputSplitter();
    expect(splitter.push(keys)).toEqual([]);
    expect(splitter.holdsKeys).toBe(true);
    expect(splitter.flush()).toEqual([{ keys }]);
    expect(splitter.holdsKeys).toBe(false);
  },
);

test('what begins like an answer and goes on and on is keys', () => {
  expect(apart(`\u001b]${'a'.repeat(200)}`)).toMatchObject({ keys: `\u001b]${'a'.repeat(200)}`, answers: [] });
});
