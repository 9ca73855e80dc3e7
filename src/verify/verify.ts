import type { Deployment } from '../deployment.ts';
import { asTutorialError, EXIT_CODES, type Outcome, TutorialError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { AskedDoor } from './asked-door.ts';
import { SentCredentials } from './credentials.ts';
import { VERIFY_SCHEMA, type VerifiedRow, type VerifyDocument } from './document.ts';
import type { PartDoor } from './doors/door.ts';
import { doorsOf, wantedCall } from './doors/doors.ts';
import { CALLS } from './rows.ts';
import { userTokens, type WantedToken } from './user-tokens.ts';

/** How a verification is wanted. */
export interface VerifyWish {
  readonly deployment: Deployment;
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds that one answer is waited for. */
  readonly patienceMs: number;
  /** Milliseconds that are waited for the right token to expire. */
  readonly waitForExpiryMs: number;
  readonly signal: AbortSignal;
  /** Told what is done next, in a few words. */
  readonly onProgress: (text: string) => void;
}

/**
 * Asks a deployment, and says what came of it. What it finds amiss is in the report; it throws a TutorialError where there is nothing to report: no
 * part is named, the login is refused, the provider does not answer.
 */
export async function verify(wish: VerifyWish): Promise<VerifyDocument> {
  const { deployment, env, patienceMs, signal, onProgress } = wish;
  const [at, began] = [Date.now(), performance.now()];
  const doors = doorsOf(deployment);
  if (doors.length === 0) throw nothingToAsk();
  const sent = { requests: 0, logins: 0 };
  const onRequest = () => {
    sent.requests += 1;
  };
  const onLogin = (wanted: WantedToken) => {
    sent.logins += 1;
    onProgress(wanted === 'right' ? 'a login, for the right token' : 'a login without the scope');
  };
  const around = { env, onRequest, onLogin, say: onProgress, signal, patienceMs };
  const tokens = await userTokens(deployment.identity, around);
  const { right } = tokens;
  const credentials = new SentCredentials({
    tokens,
    audience: deployment.identity.audience,
    expiring: { kept: deployment.expiredToken, waitMs: wish.waitForExpiryMs, signal },
    signal,
    patienceMs,
    onRequest,
  });
  const asking = {
    credentials,
    call: wantedCall(deployment),
    right: right.accessToken,
    issuer: tokens.issuer,
    context: { patienceMs, signal, mask: credentials.mask, onRequest },
    onProgress,
  };
  const asked = doors.map((door) => new AskedDoor(door, asking));
  let left: string[] = [];
  try {
    await askAll(asked);
  } finally {
    left = await putBack(doors);
    await credentials.close();
  }
  const rows = asked.flatMap((each) => each.rows);
  const outcome = outcomeOf(rows, left);
  return {
    schema: VERIFY_SCHEMA,
    version: VERSION,
    at,
    tookMs: performance.now() - began,
    outcome,
    exitCode: EXIT_CODES[outcome],
    issuer: tokens.issuer,
    doors: asked.map(({ id, url, is }) => ({ id, url, ...(is && { is }) })),
    ...sent,
    rows,
    left,
  };
}

async function askAll(asked: readonly AskedDoor[]): Promise<void> {
  const mcp = asked.find(({ id }) => id === 'mcp')?.heard;
  for (const each of asked) {
    await each.open();
    await each.call(CALLS.filter(({ id }) => id !== 'expired'));
    await each.look(mcp);
  }
  // Last: the right token may have to expire first.
  for (const each of asked) await each.call(CALLS.filter(({ id }) => id === 'expired'));
}

/** Takes away what was registered. Gives what could not be, in words; what a broken-off run leaves, the program says as it ends. */
async function putBack(doors: readonly PartDoor[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(doors.map((door) => door.close?.()));
  return outcomes.flatMap((outcome) => {
    if (outcome.status === 'fulfilled') return [];
    const { message, next = '' } = asTutorialError(outcome.reason);
    return [`${message} ${next}`.trim()];
  });
}

/** What the rows come to. The worst counts: a wrong acceptance before a part that is not there, and that before another failure. */
function outcomeOf(rows: readonly VerifiedRow[], left: readonly string[]): Outcome {
  if (rows.some(({ verdict }) => verdict === 'wrongly-accepted')) return 'wrongly-accepted';
  if (rows.some(({ unreachable }) => unreachable)) return 'part-unreachable';
  return left.length > 0 || rows.some(({ verdict }) => verdict === 'failed') ? 'check-failed' : 'proved';
}

/** No door is named. */
export function nothingToAsk(): TutorialError {
  return new TutorialError('usage', 'There is nothing to ask: no part is named.', {
    next: 'Name one, or several: --tool URL, --mcp URL, --stack URL, or a file with --config.',
  });
}
