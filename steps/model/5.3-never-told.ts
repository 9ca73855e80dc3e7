import type { Lab } from '../../services/lab/lab.ts';
import type { TableExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import type { Step } from '../../src/lesson/step.ts';
import { USER_TOKEN, type UserTokenLab, userToken } from '../propagation/user-token.ts';
import { withoutModel } from './left-out.ts';
import { conversationOf } from './model-hops.ts';
import { neverTold } from './never-told.ts';
import { MODEL } from './way.ts';

const ID = '5.3';

/** Looks through all that was sent to the model. */
export const neverToldIt: Step<Pick<Lab, 'records' | 'model'> & UserTokenLab> = {
  id: ID,
  title: 'What it was told',
  standsOn: ['5.2'],
  leftOut: withoutModel,
  keyIdea: 'A model knows what it was sent, and nothing else. What it was never sent, it cannot give away.',
  explanation: [
    'That the model saw no token was so far a matter of believing the diagram. Now look at the bytes: a tap stands before the model, and has kept all that was ' +
      'sent there, headers and bodies, as it came over the wire.',
    'This step searches those bytes for every token of this run, and for any part of one that is sixteen characters long; only the header is left aside, which is alike in all. Then it makes sure that the search ' +
      'would have found one: your words have to be among the bytes, and a piece out of the middle of a token has to be found.',
  ],
  afterwards: [
    'This is no virtue of the model, nor of its instructions. It is a property of the program: it puts the token on a request that does not go to the model.',
    'The same search was made again at each step that follows, over all that was sent by then.',
  ],
  prediction: {
    question: 'How much of the token is among the bytes that the model was sent?',
    choices: ['all of it, but masked', 'its claims, without the signature', 'nothing', 'its first characters, eyJ…'],
    answer: 2,
    because:
      'The words, the tool’s schema, the arguments and the result are all that a model needs. The program sends it no more.',
  },
  exhibits: searchExhibit,
  hints: [
    'Open the hops to the model: each shows the whole request.',
    'The search goes by bytes: it decodes nothing, and leaves nothing out.',
    'If nothing was sent yet, run step 5.2 again.',
  ],
  byHand: () => [],
  notByHand: 'What the tap has kept is in the memory of this program alone, and ends with it.',
  run: async ({ lab, signal }) => {
    // One that is there to be looked for.
    await userToken(lab, signal);
  },
  checks: [
    neverTold,
    {
      id: 'record',
      title: 'The record holds the words that the model was given',
      look: async ({ lab, state }) => {
        const said = wordsSaid(state());
        if (said === undefined) return { passed: false, saw: 'nobody has said anything to it yet' };
        return lab.records.wasSent(MODEL, said)
          ? { passed: true, saw: 'your words are among them' }
          : {
              passed: false,
              saw: 'your words are not among them: the record is not whole',
              next: 'Run step 5.2, then this one.',
            };
      },
    },
    {
      id: 'search',
      title: 'The search finds a piece of a token where there is one',
      look: async ({ lab, signal, state }) => {
        if (!state().tokens[USER_TOKEN]) return { passed: false, saw: 'there is no token yet' };
        const { accessToken } = await userToken(lab, signal);
        const passed = lab.records.wouldFind(accessToken);
        return { passed, saw: passed ? 'tried with one, and found' : 'tried with one, and not found' };
      },
    },
  ],
};

/** What the user said to the model last. */
function wordsSaid({ hops }: SessionState): string | undefined {
  const turn = hops.findLast(({ to, exchange }) => to === MODEL && exchange.request.body !== undefined);
  return turn && conversationOf([turn])?.messages.findLast(({ role }) => role === 'user')?.content;
}

/** What was looked for, and what was found; nothing before it was. */
function searchExhibit({ steps }: SessionState): readonly TableExhibit[] {
  const { checks = [], status } = steps.find(({ id }) => id === ID) ?? {};
  if (status !== 'done' && status !== 'failed') return [];
  const rows = checks.map(({ title, saw, passed }) => ({ ok: passed, cells: [title, saw] }));
  return [
    {
      kind: 'table',
      title: 'All that was sent to the model, searched',
      heads: ['what has to be so', 'what was found'],
      rows,
    },
  ];
}
