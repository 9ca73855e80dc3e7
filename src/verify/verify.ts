import type { Deployment } from '../deployment.ts';
import { asFailure, asTutorialError, EXIT_CODES, type Outcome, type TutorialError } from '../errors.ts';
import { redact } from '../evidence/redact.ts';
import { VERSION } from '../version.ts';
import { AskedDoor, type Asking } from './asked-door.ts';
import { SentCredentials } from './credentials.ts';
import type { VerifiedRow, VerifyDocument } from './document.ts';
import type { PartDoor } from './doors/door.ts';
import { doorsOf, wantedCall } from './doors/doors.ts';
import { CALLS } from './rows.ts';
import { VERIFY_SCHEMA } from './schema-name.ts';
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

/** What came of a verification. */
export interface Verified {
  readonly verification: VerifyDocument;
  /** Why it did not come to its end, as the document tells it, too; undefined where it did. */
  readonly error: TutorialError | undefined;
}

/** What is known of a verification so far. */
interface SoFar {
  readonly doors: readonly PartDoor[];
  readonly asked: readonly AskedDoor[];
  readonly sent: { requests: number; logins: number };
  issuer: string;
  left: readonly string[];
  /** Hides what was sent. */
  mask: (text: string) => string;
}

/**
 * Asks a deployment, and says what came of it, however it ends: what it finds amiss is in the rows, and why it could not begin or go on (the login is
 * refused, the provider does not answer, the time is up) is its failure. Never rejects.
 */
export async function verify(wish: VerifyWish): Promise<Verified> {
  const [at, began] = [Date.now(), performance.now()];
  const doors = doorsOf(wish.deployment);
  const asked = doors.map((door) => new AskedDoor(door));
  const soFar: SoFar = { doors, asked, sent: { requests: 0, logins: 0 }, issuer: '', left: [], mask: redact };
  let error: TutorialError | undefined;
  try {
    await ask(wish, soFar);
  } catch (thrown) {
    error = asTutorialError(wish.signal.aborted ? wish.signal.reason : thrown);
  }
  const { issuer, sent, left, mask } = soFar;
  const rows = asked.flatMap((each) => each.rows(mask));
  const outcome = outcomeOf(rows, left, error);
  const verification: VerifyDocument = {
    schema: VERIFY_SCHEMA,
    version: VERSION,
    at,
    tookMs: performance.now() - began,
    outcome,
    exitCode: EXIT_CODES[outcome],
    issuer,
    doors: asked.map(({ id, url, is }) => ({ id, url, ...(is && { is }) })),
    ...sent,
    rows,
    ...(error && { failure: masked(error, mask) }),
    left: [...left],
  };
  return { verification, error };
}

/** Logs in, and asks at every door. Rejects where that cannot be done. */
async function ask(wish: VerifyWish, soFar: SoFar): Promise<void> {
  const { deployment, env, patienceMs, signal, onProgress } = wish;
  const { doors, asked, sent } = soFar;
  const onRequest = () => {
    sent.requests += 1;
  };
  const onLogin = (wanted: WantedToken) => {
    sent.logins += 1;
    onProgress(wanted === 'right' ? 'a login, for the right token' : 'a login without the scope');
  };
  const onIssuer = (issuer: string) => {
    soFar.issuer = issuer;
  };
  const around = { env, onRequest, onIssuer, onLogin, say: onProgress, signal, patienceMs };
  const tokens = await userTokens(deployment.identity, around);
  soFar.issuer = tokens.issuer;
  const credentials = new SentCredentials({
    tokens,
    audience: deployment.identity.audience,
    expiring: { kept: deployment.expiredToken, waitMs: wish.waitForExpiryMs, signal },
    signal,
    patienceMs,
    onRequest,
  });
  const { mask } = credentials;
  soFar.mask = mask;
  const asking = {
    credentials,
    call: wantedCall(deployment),
    right: tokens.right.accessToken,
    issuer: tokens.issuer,
    context: { patienceMs, signal, mask, onRequest },
    onProgress,
  };
  try {
    await askAll(asked, asking);
  } finally {
    soFar.left = await putBack(doors);
    await credentials.close();
  }
}

async function askAll(asked: readonly AskedDoor[], asking: Asking): Promise<void> {
  const mcp = asked.find(({ id }) => id === 'mcp')?.heard;
  for (const each of asked) {
    await each.open(asking);
    await each.call(
      CALLS.filter(({ id }) => id !== 'expired'),
      asking,
    );
    await each.look(mcp, asking);
  }
  // Last: the right token may have to expire first.
  for (const each of asked)
    await each.call(
      CALLS.filter(({ id }) => id === 'expired'),
      asking,
    );
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

/**
 * What it comes to. The worst counts: a wrong acceptance before all else, also where there was no going on after it; then why there was none; then a part
 * that is not there, and that before another failure.
 */
function outcomeOf(
  rows: readonly VerifiedRow[],
  left: readonly string[],
  error: Pick<TutorialError, 'kind'> | undefined,
): Outcome {
  if (rows.some(({ verdict }) => verdict === 'wrongly-accepted')) return 'wrongly-accepted';
  if (error) return error.kind;
  if (rows.some(({ unreachable }) => unreachable)) return 'part-unreachable';
  return left.length > 0 || rows.some(({ verdict }) => verdict === 'failed') ? 'check-failed' : 'proved';
}

function masked(error: TutorialError, mask: SoFar['mask']): VerifyDocument['failure'] {
  const { kind, message, why, next } = asFailure(error);
  return { kind, message: mask(message), ...(why && { why: mask(why) }), ...(next && { next: mask(next) }) };
}
