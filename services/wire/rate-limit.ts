/** Gives a function that says yes `perSecond` times in each second; in the next one it tells how often it said no. */
export function rateLimit(perSecond: number, tellRest: (denied: number) => void = () => {}): () => boolean {
  let second = 0;
  let asked = 0;
  return () => {
    const now = Math.floor(Date.now() / 1000);
    if (now !== second) {
      const denied = asked - perSecond;
      second = now;
      asked = 0;
      if (denied > 0) tellRest(denied);
    }
    asked += 1;
    return asked <= perSecond;
  };
}
