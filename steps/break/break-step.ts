import type { Lab } from '../../services/lab/lab.ts';
import type { Step } from '../../src/lesson/step.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import { type CallLab, settledCall } from '../propagation/judged-call.ts';
import { isAnswered, type MadeCall, makeCall } from '../propagation/made-call.ts';
import { WAY } from '../propagation/way.ts';
import { withAfterwards } from './afterwards.ts';
import type { Breakage, ForgeLab } from './breakage.ts';
import { brokenCallChecks } from './call-checks.ts';
import { lacksClaims } from './lacking.ts';

/** What the steps of this chapter take of the lab. */
export type BreakLab = CallLab & ForgeLab & Pick<Lab, 'audience' | 'endpoints'>;

/** What a row of the table does not say: its prose, and what a person would type. */
type Prose = Pick<Step<BreakLab>, 'keyIdea' | 'explanation' | 'afterwards' | 'prediction' | 'hints' | 'byHand'>;

/** The step of a row: makes the credential, sends it the whole way, and looks at who said no. */
export function breakStep(breakage: Breakage, prose: Prose): Step<BreakLab, MadeCall> {
  const { id, title, ahead, make, missing, expected } = breakage;
  return {
    id,
    title,
    standsOn: ['2b'],
    ...prose,
    ...(ahead && { ahead }),
    leftOut: (lab, signal) => (expected.check === undefined ? undefined : lacksClaims(lab)) ?? missing?.(lab, signal),
    exhibits: (state) =>
      callOfStepExhibit(state, id, `The call: ${breakage.broken}`, WAY, breakage.expected.status !== '200'),
    run: (context) =>
      withAfterwards(async (afterwards) => {
        const made = await makeCall(id, await make(context.lab, { ...context, afterwards }), context);
        // Who is ended afterwards has to have told first what it saw.
        await settledCall(0, context, made, isAnswered(made) === (expected.status === '200'));
        return made;
      }),
    checks: brokenCallChecks(breakage),
  };
}
