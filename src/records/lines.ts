/** How much is read of what somebody else may have written. */
export interface LineBounds {
  /** Bytes of all lines together. */
  readonly most: number;
  /** Bytes of one line; a longer one is passed over. */
  readonly longest: number;
}

/** A line that was read. */
export interface ReadLine {
  /** Undefined where it is longer than is read. */
  readonly text: string | undefined;
  /** Whether a line break ends it; the last one of a program that was killed has none. */
  readonly isWhole: boolean;
}

const LINE_BREAK = 0x0a;
/** Some programs on Windows begin with it what they keep of another's output. */
const BYTE_ORDER_MARK = /^\ufeff/;

/** The lines of what a stream brings, one after the other, never more of them in memory than one. Ends where `most` is reached, which `onCut` is told of. */
export async function* linesOf(
  chunks: AsyncIterable<Buffer | string>,
  { most, longest }: LineBounds,
  onCut: () => void,
): AsyncGenerator<ReadLine> {
  let pieces: Buffer[] = [];
  let held = 0;
  let read = 0;
  const take = (isWhole: boolean): ReadLine => {
    const text = held > longest ? undefined : Buffer.concat(pieces).toString('utf8').replace(BYTE_ORDER_MARK, '');
    pieces = [];
    held = 0;
    return { text, isWhole };
  };
  const hold = (piece: Buffer) => {
    held += piece.length;
    if (held > longest) pieces = [];
    else pieces.push(piece);
  };
  for await (const chunk of chunks) {
    let rest = Buffer.from(chunk as string);
    read += rest.length;
    if (read > most) {
      onCut();
      return;
    }
    for (let end = rest.indexOf(LINE_BREAK); end !== -1; end = rest.indexOf(LINE_BREAK)) {
      hold(rest.subarray(0, end));
      yield take(true);
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) hold(rest);
  }
  if (held > 0) yield take(false);
}
