import { type Call, callAsItWent } from '../../src/lesson/call.ts';
import type { CallExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { SPOKEN_CLAIMS } from '../propagation/claims.ts';
import { WAY } from '../propagation/way.ts';

/** What a step's login did, hop by hop, as far as it is known by now; nothing before it has begun. */
export function loginExhibit(state: SessionState, id: string, title: string): readonly CallExhibit[] {
  const call = loginOfStep(state, id);
  if (!call) return [];
  return [{ kind: 'call', title, call, judge: 'the identity provider', claims: SPOKEN_CLAIMS }];
}

/** The login that a step made or looked at; undefined while nothing of it is known. */
export function loginOfStep(state: SessionState, id: string): Call | undefined {
  const traceId = state.steps.find((step) => step.id === id)?.call;
  const call = traceId === undefined ? undefined : callAsItWent(state, traceId, WAY);
  return call && call.hops.length > 0 ? call : undefined;
}
