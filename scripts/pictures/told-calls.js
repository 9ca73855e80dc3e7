/** What the picture of a token's way is made from: the events of a run of the steps 3a and 3b with `--json`. */
export const RUN = ['--ci', '--idp', 'embedded', '--only', '3a,3b', '--json'];

/** The login, and both calls along their way, as the parts told of them; throws where a hop is missing. */
export function toldCalls(ndjson) {
  const events = ndjson
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const hops = events.flatMap(({ type, hop }) => (type === 'hop' && hop.answer ? [hop] : []));
  const token = events.findLast(({ type, name }) => type === 'token' && name === 'user');
  const { way } = events[0].chapters[0];
  const call = (step) => {
    const { traceId } = events.findLast((event) => event.type === 'call' && event.step === step);
    return way.slice(1).map((to, leg) => {
      const hop = hops.find((each) => each.traceId === traceId && each.from === way[leg] && each.to === to);
      if (!hop) throw new Error(`nobody told of ${way[leg]} → ${to} in the call of ${step}`);
      return hop;
    });
  };
  const login = hops.find(({ to, carrier, answer }) => to === 'identity' && /password/.test(carrier) && answer.ok);
  if (!login) throw new Error('nobody told of the login');
  return { way, login, token, refused: call('3a'), answered: call('3b') };
}
