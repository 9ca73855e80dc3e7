import type { Hop } from '../../src/evidence/hop.ts';
import type { Call } from '../../src/lesson/call.ts';
import type { Check, StepContext, Verdict } from '../../src/lesson/step.ts';
import { onceAContext } from '../propagation/call-checks.ts';
import { type MadeLogin, seenLogin } from './made-login.ts';

/** Makes the checks of a step: each looks at the one login that the step made, or that was made by hand. `isLast` tells what it ends with, and how often. */
export function loginChecks<Seen>(step: string, isLast: (hop: Hop) => boolean, times = 1) {
  const settle = onceAContext((context: StepContext<Seen>, made?: MadeLogin) =>
    seenLogin(step, isLast, context, made, times),
  );
  return (
    id: string,
    title: string,
    judge: (login: Call, context: StepContext<Seen>, made?: MadeLogin) => Verdict,
  ): Check<Seen, MadeLogin> => ({
    id,
    title,
    look: async (context, made) => {
      const login = await settle(context, made);
      return 'passed' in login ? login : judge(login, context, made);
    },
  });
}
