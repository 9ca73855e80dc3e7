import type { Hop } from '../../src/evidence/hop.ts';
import { type ExchangeExhibit, exchangeOf } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { SPOKEN_CLAIMS } from './claims.ts';

const UNTOLD =
  'Nobody has told of it: a server of your own may not, and what one did before the lab took it in is not known.';

/** What a step shows beside the calls, by title; of a step that is done, also that something was not seen. */
function shown(
  state: SessionState,
  step: string,
  found: Readonly<Record<string, Hop | undefined>>,
): readonly ExchangeExhibit[] {
  const isDone = state.steps.some(({ id, status }) => id === step && status === 'done');
  return Object.entries(found)
    .filter(([, hop]) => hop || isDone)
    .map(([title, hop]) => exchangeOf(hop, { title, unseen: UNTOLD, claims: SPOKEN_CLAIMS }));
}

/** What was seen while a step acted and looked, the last time that it did: later steps ask the like again, and that is theirs. */
function hopsOfStep({ steps, hops }: SessionState, step: string): readonly Hop[] {
  const { status, startedAt = 0, endedAt = Infinity } = steps.find(({ id }) => id === step) ?? {};
  const until = status === 'verifying' ? Infinity : endedAt;
  return hops.filter(({ at }) => at >= startedAt && at <= until);
}

/** A request for the user's token: by password, for the client itself, for a code, for a device (RFC 6749; RFC 8628, section 3.4). */
const LOGIN = /(?:^|&)(?:username=|grant_type=(?:client_credentials|authorization_code|urn.*device_code))/;

/** The login of the user that step 1a made. */
export function passwordLoginExhibit(state: SessionState): readonly ExchangeExhibit[] {
  const login = hopsOfStep(state, '1a').findLast(
    ({ from, to, exchange: { request } }) => from === 'you' && to === 'identity' && LOGIN.test(request.body ?? ''),
  );
  return shown(state, '1a', { 'The login': login });
}

/** What the tool read of its issuer in step 1b: where the keys are, and the keys. */
export function keysExhibits(state: SessionState): readonly ExchangeExhibit[] {
  const read = hopsOfStep(state, '1b').filter(({ from, to, aside }) => from === 'tool' && to === 'identity' && aside);
  const isDiscovery = ({ request }: Hop) => request.endsWith('/.well-known/openid-configuration');
  return shown(state, '1b', {
    'The tool reads the discovery document': read.findLast(isDiscovery),
    'The tool fetches the public keys': read.findLast((hop) => !isDiscovery(hop)),
  });
}

/** Which tools the MCP server offered when step 1c asked it. */
export function toolsExhibit(state: SessionState): readonly ExchangeExhibit[] {
  const list = hopsOfStep(state, '1c').findLast(({ from, to, aside }) => from === 'you' && to === 'mcp' && aside);
  return shown(state, '1c', { 'Which tools there are': list });
}

/** The registration of the tool group that step 2b made, and what the stack server asked the MCP server for it. */
export function registrationExhibits(state: SessionState): readonly ExchangeExhibit[] {
  const hops = hopsOfStep(state, '2b');
  const registration = hops.findLast(({ to, aside }) => to === 'stack' && aside);
  const list = hops.findLast(
    ({ to, aside, traceId }) => to === 'mcp' && aside && traceId !== undefined && traceId === registration?.traceId,
  );
  return shown(state, '2b', {
    'The registration': registration,
    'The stack server asks which tools there are': list,
  });
}
