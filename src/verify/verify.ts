import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment } from '../deployment.ts';
import { EXIT_CODES, type Outcome, TutorialError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { SentCredentials } from './credentials.ts';
import type { DoorContext, PartDoor } from './doors/door.ts';
import { doorsOf } from './doors/doors.ts';
import type { Heard } from './heard.ts';
import { type Judgement, judgeCall } from './judge.ts';
import { VERIFY_SCHEMA, type VerifiedRow, type VerifyReport } from './report.ts';
import type { CallRow } from './row.ts';
import { CALLS } from './rows.ts';
import { userTokens, wantedScope } from './user-tokens.ts';

/** How a verification is wanted. */
export interface VerifyWish {
  readonly deployment: Deployment;
  readonly env: NodeJS.ProcessEnv;
  readonly user?: string | undefined;
  /** Milliseconds that one answer is waited for. */
  readonly patienceMs: number;
  readonly signal: AbortSignal;
  /** Told what is done next, in a few words. */
  readonly onProgress: (text: string) => void;
}

/** Milliseconds between two calls at the same door: who is asked in a row by one caller is not to take it for an attack. */
const GAP_MS = 50;

/**
 * Asks a deployment, and says what came of it. What it finds amiss is in the report; it throws a TutorialError where there is nothing to report: no
 * part is named, the login is refused, the provider does not answer.
 */
export async function verify(wish: VerifyWish): Promise<VerifyReport> {
  const { deployment, signal, patienceMs } = wish;
  const [at, began] = [Date.now(), performance.now()];
  const doors = doorsOf(deployment);
  if (doors.length === 0) throw nothingToAsk();
  const sent = { requests: 0, logins: 0 };
  const onRequest = () => {
    sent.requests += 1;
  };
  wish.onProgress('a login, for the right token');
  const tokens = await userTokens(deployment.identity, { env: wish.env, user: wish.user, onRequest }, signal);
  if (tokens.single === undefined) sent.logins += 1;
  const right = await tokens.ask({ scope: wantedScope(deployment.identity), signal });
  const credentials = new SentCredentials({ right });
  const context = { patienceMs, signal, mask: credentials.mask, onRequest };
  const rows: VerifiedRow[] = [];
  for (const door of doors) rows.push(...(await rowsAt(door, credentials, context, wish.onProgress)));
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
}

async function rowsAt(
  door: PartDoor,
  credentials: SentCredentials,
  context: DoorContext,
  onProgress: VerifyWish['onProgress'],
): Promise<VerifiedRow[]> {
  const asked: { row: CallRow; heard?: Heard; untried?: string }[] = [];
  const heard = new Map<string, Heard>();
  for (const row of CALLS.filter(({ at }) => at.includes(door.id))) {
    const pointless = heard.get('right')?.pointless === true;
    const made = pointless ? { untried: 'the first call did not meet it' } : await credentials.get(row.sends);
    if ('untried' in made) {
      asked.push({ row, untried: made.untried });
      continue;
    }
    onProgress(`${door.id}: ${row.title}`);
    if (heard.size > 0) await sleep(GAP_MS, undefined, { signal: context.signal });
    const answer = await door.call(made.credential, context);
    heard.set(row.id, answer);
    asked.push({ row, heard: answer });
  }
  return asked.map(({ row, heard: answer, untried }) => {
    const judgement: Judgement = answer
      ? judgeCall(row, answer, heard)
      : { verdict: 'not-tried', ...(untried !== undefined && { why: untried }) };
    return asRow(door, row, judgement, answer);
  });
}

function asRow(door: PartDoor, row: CallRow, judgement: Judgement, heard: Heard | undefined): VerifiedRow {
  const { id, title, wants, rule } = row;
  const { verdict, why, next, unreachable } = judgement;
  return {
    id,
    door: door.id,
    title,
    wants,
    verdict,
    ...(heard?.by && { by: heard.by }),
    ...(heard?.status && { status: heard.status }),
    ...(heard?.said && { said: heard.said }),
    ...(why !== undefined && { why }),
    ...(next !== undefined && { next }),
    ...(unreachable && { unreachable }),
    rule,
    legs: heard ? [...heard.legs] : [],
  };
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
