import { forged } from '../../services/forge/forgery.ts';
import { publicKeyOf } from '../../services/identity/key-set.ts';
import type { Lab } from '../../services/lab/lab.ts';
import { TutorialError } from '../../src/errors.ts';
import type { Secret } from '../../src/evidence/secret.ts';
import { type Call, decidingHop } from '../../src/lesson/call.ts';
import type { FormValues } from '../../src/lesson/form.ts';
import type { Check, Step, StepContext, Verdict } from '../../src/lesson/step.ts';
import { onceAContext } from '../propagation/call-checks.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import { callByHand, settledCall, unknownPart, whereItEnded } from '../propagation/judged-call.ts';
import { type MadeCall, makeCall } from '../propagation/made-call.ts';
import { userToken } from '../propagation/user-token.ts';
import { BENCH_FORM, beginningOf, forgeryOf } from './bench-form.ts';
import { benchHistory } from './bench-history.ts';
import type { BreakLab } from './break-step.ts';
import { forge, keepToken, sendKept, TAKEN_APART } from './commands.ts';

const ID = '2.16';

/** sub is somebody else, as it stands in the form from the start; \x22 is the quotation mark, which no shell may see. */
const SOMEBODY_ELSE =
  `${TAKEN_APART} const claims = { ...JSON.parse(Buffer.from(p, \`base64url\`)), sub: \`somebody-else\` }; ` +
  'console.log([h, Buffer.from(JSON.stringify(claims)).toString(`base64url`), s].join(`.`))';

/** A call, and whether its token was as its issuer had made it. */
interface BenchCall extends MadeCall {
  readonly untouched: boolean;
}

/** The learner breaks what they like, as often as they like. */
export const bench: Step<BreakLab, BenchCall> = {
  id: ID,
  title: 'Your own bench',
  standsOn: ['2b'],
  keyIdea: 'Whatever one does to a token without the issuer’s private key, some check of the tool finds it.',
  explanation: [
    'Now break what you like. Choose a token to begin with, change a claim, say who signs, and what the header calls algorithm and key. Send it, and see ' +
      'which check stops it, in which words; then again.',
    'Try to get a yes from the tool with anything that its issuer has not signed. Try also to be stopped at each of its checks once.',
  ],
  form: BENCH_FORM,
  exhibits: (state) => [...callOfStepExhibit(state, ID, 'The newest call from the bench'), ...benchHistory(state, ID)],
  hints: [
    'The tool looks at form, issuer, audience, times, algorithm, key and signature, in this order, and stops at the first that is wrong.',
    'To reach a later check, leave alone what the earlier ones look at: a key of your own with a kid that the issuer does not know is stopped at the key.',
    'Take the good token, no claim, nobody anew, alg and kid as they are: that one is still what the issuer signed, and the only one that is answered.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell), forge(SOMEBODY_ELSE, shell), sendKept(lab, shell)],
  run: async (context, values) => {
    const { token, untouched } = await benchToken(context, values);
    return { ...(await makeCall(ID, token, context)), untouched };
  },
  checks: benchChecks(),
};

async function benchToken(
  { lab, ...context }: StepContext<BreakLab>,
  values: FormValues,
): Promise<{ readonly token: Secret; readonly untouched: boolean }> {
  const { signal } = context;
  const begun = beginningOf(values);
  const missing = await begun.missing?.(lab, signal);
  if (missing !== undefined) throw new TutorialError('usage', `There is no such token: ${missing}.`);
  const issued = await begun.make(lab, { ...context, afterwards: () => {} });
  if (!issued) throw new TutorialError('fault', `${begun.title} makes no token.`);
  const token = await forged(issued, forgeryOf(values), async () => {
    const { header } = await userToken(lab, signal);
    return publicKeyOf(lab.endpoints, header.kid, signal);
  });
  return { token, untouched: token.reveal() === issued.reveal() };
}

/** What can be said of any token that is sent: that the tool has decided, and that it took none but what its issuer had signed. */
function benchChecks(): Step<BreakLab, BenchCall>['checks'] {
  const settle = onceAContext((context: StepContext<BreakLab>, made?: BenchCall) =>
    made ? settledCall(0, context, made, true) : callByHand(ID, 0, context),
  );
  const check = (
    id: string,
    title: string,
    judge: (call: Call, lab: Pick<Lab, 'isReady'>, made?: BenchCall) => Verdict,
  ): Check<BreakLab, BenchCall> => ({
    id,
    title,
    look: async (context, made) => {
      const call = await settle(context, made);
      return 'passed' in call ? call : judge(call, context.lab, made);
    },
  });
  return [
    check('decision', 'The tool server decided about the token', (call, lab) => {
      const { status = '', checks } = decidingHop(call)?.answer ?? {};
      const at = checks?.find(({ passed }) => !passed)?.id;
      if (/^(?:200|401)\b/.test(status))
        return { passed: true, saw: `tool: ${status}${at ? ` at its check ${at}` : ''}` };
      const next = unknownPart(lab);
      return { passed: false, ...whereItEnded(call), ...(next && { next }) };
    }),
    check('issued', 'It took nothing but what its issuer had signed', (call, _, made) => {
      const took = decidingHop(call)?.answer?.ok === true;
      // Of a token that was made by hand, only who made it knows.
      const passed = !took || made?.untouched !== false;
      const saw = took ? `it took ${passed ? 'what the issuer had signed' : 'a forged token'}` : 'nothing was taken';
      return {
        passed,
        saw,
        ...(!passed && { next: 'This tool takes what nobody has issued. Run step 1b, which starts a careful one.' }),
      };
    }),
  ];
}
