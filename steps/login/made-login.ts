import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from '../../services/clients/browser.ts';
import type { TokenSet } from '../../services/clients/login.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import { type Call, callAsItWent } from '../../src/lesson/call.ts';
import type { StepContext, Verdict } from '../../src/lesson/step.ts';
import { LOGINS, type LoginName } from './logins.ts';

/** Hops come from the identity provider a little after its answer. */
const SETTLE_MS = 5_000;
const LOOK_EVERY_MS = 5;

/** What a login takes of the lab. */
export type LoginLab = Pick<Lab, 'logIn'>;

/** A login that a step made: the trace of its hops, and what it gave. */
export interface MadeLogin {
  readonly traceId: string;
  readonly token: TokenSet;
}

/** Logs in as a step of this chapter does, now; somebody else may be at the browser. */
export async function makeLogin(
  step: string,
  name: LoginName,
  { lab, signal, tell }: StepContext<LoginLab>,
  browser?: Browser,
): Promise<MadeLogin> {
  const traceId = newTraceId();
  tell({ type: 'call', step, traceId });
  const token = await lab.logIn(LOGINS[name], { traceId, name, ...(browser && { browser }) }, signal);
  return { traceId, token };
}

/** Whether a hop is a request for tokens, by this grant. */
export function asksForTokens({ from, to, exchange }: Hop, grant: string): boolean {
  const { body = '' } = exchange.request;
  return from === 'you' && to === 'identity' && new URLSearchParams(body).get('grant_type') === grant;
}

/**
 * The login that a step made, once its last request is seen with its answer; or, where the learner made one by hand, the newest since the step began
 * that asked by this grant. A verdict where there is none to judge.
 */
export async function seenLogin(
  step: string,
  grant: string,
  { state, signal, since, tell }: StepContext<unknown>,
  made?: Pick<MadeLogin, 'traceId'>,
): Promise<Call | Verdict> {
  const asked = () =>
    state().hops.findLast(
      (hop) => asksForTokens(hop, grant) && hop.answer && (made ? hop.traceId === made.traceId : hop.at >= since),
    );
  const until = Date.now() + SETTLE_MS;
  while (!asked() && Date.now() < until) await sleep(LOOK_EVERY_MS, undefined, { signal });
  const traceId = made?.traceId ?? asked()?.traceId;
  if (traceId === undefined)
    return {
      passed: false,
      saw: 'no login since this step began',
      next: 'Make the login by hand and look again, or let the step make it. What is asked by hand of a Keycloak nobody here sees.',
    };
  if (!made) tell({ type: 'call', step, traceId });
  return callAsItWent(state(), traceId);
}
