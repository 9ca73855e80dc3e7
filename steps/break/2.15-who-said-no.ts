import type { Lab } from '../../services/lab/lab.ts';
import { type Call, decidingHop, isFinished, provedCall } from '../../src/lesson/call.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Step } from '../../src/lesson/step.ts';
import { WAY } from '../propagation/way.ts';
import type { Breakage } from './breakage.ts';
import { BREAKAGES, ROWS } from './breakages.ts';
import { lacksClaims } from './lacking.ts';
import { whoSaidNo } from './who-said-no.ts';

const ID = '2.15';
/** What can be broken in any lab; a row that a realm may lack has its place in the table where it was proved. */
const ALWAYS = ROWS.filter(({ missing }) => !missing);
/** Brought up for the table: the scope as well, which is what goes wrong most, and which only some realm of others grants unasked. */
const STANDS_ON: readonly string[] = ROWS.filter((row) => !row.missing || row.id === BREAKAGES.noScope.id).map(
  ({ id }) => id,
);

/** Puts the answers below each other. */
export const everyNo: Step<Pick<Lab, 'inspection' | 'isReady'>> = {
  id: ID,
  title: 'Who said no',
  standsOn: STANDS_ON,
  keyIdea:
    'Every no came from the tool; of a token, the first check that fails decides. The caller is told nothing but 401.',
  explanation: [
    'Here is what was broken, call by call, with the check that stopped it and the words in which the tool said so. They are from the calls of this run.',
    'Read the checks from the top: what is cheap is looked at first, the claims; then what the token says about its own signature; and then the ' +
      'signature itself, which takes a key and some computing. A token with two faults is refused for the one that is looked at first.',
  ],
  exhibits: (state) => (isDone(state) ? whoSaidNo(state) : []),
  hints: [
    'Which check stopped most of them?',
    'A changed token, a changed signature and another key: all three are stopped at the signature, in the same words.',
    'If a row is missing, run its step again.',
  ],
  byHand: () => [],
  notByHand: 'Nothing is done here: what the steps before have shown is put together.',
  run: async () => {},
  checks: [
    {
      id: 'all',
      title: 'Each thing was broken in a call of its own',
      look: async ({ lab, state }) => {
        const made =
          lacksClaims(lab) === undefined ? ALWAYS : ALWAYS.filter(({ expected }) => expected.check === undefined);
        const missing = made.find(({ id }) => !provedCall(state(), id, WAY))?.id;
        if (missing !== undefined)
          return {
            passed: false,
            saw: `step ${missing} is not proved in this run`,
            next: `Run step ${missing}, then this one.`,
          };
        const answers = callsIn(state()).map(({ row, call }) => ({ row, ok: decidingHop(call)?.answer?.ok }));
        const refused = answers.filter(({ ok }) => ok === false).length;
        return {
          passed: answers.every(({ row, ok }) => ok === (row.expected.status === '200')),
          saw: `${refused} of ${answers.length} calls refused`,
        };
      },
    },
    {
      id: 'reached-tool',
      title: 'Each call went all the way to the tool',
      look: async ({ state }) => {
        const calls = callsIn(state());
        const passed = calls.length > 0 && calls.every(({ call }) => isFinished(call));
        return { passed, saw: passed ? 'all of them reached the tool' : 'not all of them reached the tool' };
      },
    },
  ],
};

function isDone({ steps }: SessionState): boolean {
  return steps.some(({ id, status }) => id === ID && status === 'done');
}

function callsIn(state: SessionState): readonly { readonly row: Breakage; readonly call: Call }[] {
  return ROWS.flatMap((row) => {
    const call = provedCall(state, row.id, WAY);
    return call ? [{ row, call }] : [];
  });
}
