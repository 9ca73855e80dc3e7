import { setTimeout as sleep } from 'node:timers/promises';
import type { TokenSet } from '../../services/clients/login.ts';
import type { Lab } from '../../services/lab/lab.ts';
import type { TutorialError } from '../../src/errors.ts';
import type { Hop } from '../../src/evidence/hop.ts';
import { newTraceId } from '../../src/evidence/traceparent.ts';
import { type Call, callAsItWent } from '../../src/lesson/call.ts';
import type { StepContext, Verdict } from '../../src/lesson/step.ts';
import { WAY } from '../propagation/way.ts';
import { LOGINS, type LoginName } from './logins.ts';

/** Hops come from the identity provider a little after its answer. */
const SETTLE_MS = 5_000;
/** What was made by hand was made before. */
const BY_HAND_MS = 250;
const LOOK_EVERY_MS = 5;

/** What a login takes of the lab. */
export type LoginLab = Pick<Lab, 'logIn' | 'realm' | 'userGrant'>;

/** What a step has made: the trace of its hops; the token, where it should give one; what it was refused with, where it should not. */
export interface MadeLogin {
  readonly traceId: string;
  readonly token?: TokenSet;
  readonly refused?: TutorialError;
  /** The second time, where it is tried twice. */
  readonly again?: TutorialError;
}

/** Says that a step makes a login now. Gives the trace of all that belongs to it. */
export function beginLogin(step: string, { tell }: Pick<StepContext<unknown>, 'tell'>): string {
  const traceId = newTraceId();
  tell({ type: 'call', step, traceId });
  return traceId;
}

/** Logs in as a step of this chapter does, now, and keeps the token by its name. */
export async function makeLogin(step: string, name: LoginName, context: StepContext<LoginLab>): Promise<MadeLogin> {
  const traceId = beginLogin(step, context);
  return { traceId, token: await context.lab.logIn(LOGINS[name], { traceId, name }, context.signal) };
}

/** Whether a hop is a request for tokens, by this grant. */
export function asksForTokens({ from, to, exchange }: Hop, grant: string): boolean {
  const { body = '' } = exchange.request;
  return from === 'you' && to === 'identity' && new URLSearchParams(body).get('grant_type') === grant;
}

/** Whether a hop is a browser's, with the password. */
export function sendsPassword({ from, carrier }: Hop): boolean {
  return from === 'browser' && carrier.includes('password');
}

/**
 * The login that a step made, once its last hops of a kind, so many, are seen with their answers; or, where the learner made one by hand, the newest since the step
 * began that has such a hop. A verdict where there is none to judge.
 */
export async function seenLogin(
  step: string,
  isLast: (hop: Hop) => boolean,
  { state, signal, since, tell }: StepContext<unknown>,
  made?: Pick<MadeLogin, 'traceId'>,
  times = 1,
): Promise<Call | Verdict> {
  const last = () => {
    const hops = made ? callAsItWent(state(), made.traceId, WAY).hops : state().hops.filter(({ at }) => at >= since);
    return hops.filter(isLast);
  };
  const isWhole = () => {
    const hops = last();
    return hops.length >= times && hops.every(({ answer }) => answer);
  };
  const until = Date.now() + (made ? SETTLE_MS : BY_HAND_MS);
  while (!isWhole() && Date.now() < until) await sleep(LOOK_EVERY_MS, undefined, { signal });
  const traceId = made?.traceId ?? last().at(-1)?.traceId;
  if (traceId === undefined)
    return {
      passed: false,
      saw: 'no login since this step began',
      next: 'Make the login by hand and look again, or let the step make it. What is asked of a Keycloak by hand, nobody here sees.',
    };
  if (!made) tell({ type: 'call', step, traceId });
  return callAsItWent(state(), traceId, WAY);
}
