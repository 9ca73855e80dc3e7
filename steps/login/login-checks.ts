import type { Call } from '../../src/lesson/call.ts';
import type { Check, StepContext, Verdict } from '../../src/lesson/step.ts';
import { onceAContext } from '../propagation/call-checks.ts';
import { type MadeLogin, seenLogin } from './made-login.ts';

/** Makes the checks of a step: each looks at the one login that the step made, or that was made by hand. */
export function loginChecks<Seen>(step: string, grant: string) {
  const settle = onceAContext((context: StepContext<Seen>, made?: MadeLogin) => seenLogin(step, grant, context, made));
  return (
    id: string,
    title: string,
    judge: (login: Call, context: StepContext<Seen>) => Verdict,
  ): Check<Seen, MadeLogin> => ({
    id,
    title,
    look: async (context, made) => {
      const login = await settle(context, made);
      return 'passed' in login ? login : judge(login, context);
    },
  });
}
