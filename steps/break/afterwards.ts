/** Takes what ends something that has to be there for a while, or puts it back. */
export type Afterwards = (end: () => Promise<void>) => void;

/** Acts, and then does what it has left to be done afterwards, the last thing first, whatever became of the act. */
export async function withAfterwards<T>(act: (afterwards: Afterwards) => Promise<T>): Promise<T> {
  const ends: (() => Promise<void>)[] = [];
  try {
    return await act((end) => void ends.push(end));
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
