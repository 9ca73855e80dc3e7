import type { Deployment } from '../deployment.ts';
import { EXIT_CODES, type Outcome, TutorialError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { AskedDoor } from './asked-door.ts';
import { SentCredentials } from './credentials.ts';
import { doorsOf, wantedCall } from './doors/doors.ts';
import { VERIFY_SCHEMA, type VerifiedRow, type VerifyReport } from './report.ts';
import { CALLS } from './rows.ts';
import { userTokens, wantedScope } from './user-tokens.ts';

/** How a verification is wanted. */
export interface VerifyWish {
  readonly deployment: Deployment;
  readonly env: NodeJS.ProcessEnv;
  readonly user?: string | undefined;
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
export async function verify(wish: VerifyWish): Promise<VerifyReport> {
  const { deployment, env, user, patienceMs, signal, onProgress } = wish;
  const [at, began] = [Date.now(), performance.now()];
  const doors = doorsOf(deployment);
  if (doors.length === 0) throw nothingToAsk();
  const sent = { requests: 0, logins: 0 };
  const onRequest = () => {
    sent.requests += 1;
  };
  const onLogin = () => {
    sent.logins += 1;
    onProgress(sent.logins === 1 ? 'a login, for the right token' : 'a login without the scope');
  };
  const tokens = await userTokens(deployment.identity, { env, user, onRequest, onLogin }, signal);
  const right = await tokens.ask({ scope: wantedScope(deployment.identity), signal });
  const credentials = new SentCredentials({
    right,
    tokens,
    audience: deployment.identity.audience,
    expiring: { kept: env.EXPIRED_ACCESS_TOKEN, waitMs: wish.waitForExpiryMs, signal },
    signal,
    onRequest,
  });
  try {
    const asking = {
      credentials,
      call: wantedCall(deployment),
      right: right.accessToken,
      issuer: tokens.issuer,
      context: { patienceMs, signal, mask: credentials.mask, onRequest },
      onProgress,
    };
    const asked = doors.map((door) => new AskedDoor(door, asking));
    for (const each of asked) {
      await each.call(CALLS.filter(({ id }) => id !== 'expired'));
      await each.look();
    }
    // Last: the right token may have to expire first.
    for (const each of asked) await each.call(CALLS.filter(({ id }) => id === 'expired'));
    const rows = asked.flatMap((each) => each.rows);
    const outcome = outcomeOf(rows);
    return {
      schema: VERIFY_SCHEMA,
      version: VERSION,
      at,
      tookMs: performance.now() - began,
      outcome,
      exitCode: EXIT_CODES[outcome],
      issuer: tokens.issuer,
      doors: doors.map(({ id, url }) => ({ id, url })),
      ...sent,
      rows,
    };
  } finally {
    await credentials.close();
  }
}

/** What the rows come to. The worst counts: a wrong acceptance before a part that is not there, and that before another failure. */
function outcomeOf(rows: readonly VerifiedRow[]): Outcome {
  if (rows.some(({ verdict }) => verdict === 'wrongly-accepted')) return 'wrongly-accepted';
  if (rows.some(({ unreachable }) => unreachable)) return 'part-unreachable';
  return rows.some(({ verdict }) => verdict === 'failed') ? 'check-failed' : 'proved';
}

function nothingToAsk(): TutorialError {
  return new TutorialError('usage', 'There is nothing to ask: no part is named.', {
    next: 'Name one, or several: --tool URL, --mcp URL, --stack URL, or a file with --config.',
  });
}
