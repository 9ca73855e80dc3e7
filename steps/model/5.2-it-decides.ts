import type { Step } from '../../src/lesson/step.ts';
import { toolAddress } from '../propagation/as-in-tutorial.ts';
import { callOfStepExhibit } from '../propagation/call-exhibit.ts';
import { invoke, keepUserToken, type LoginCommandLab } from '../propagation/commands.ts';
import type { CallLab } from '../propagation/judged-call.ts';
import { type UserTokenLab, userToken } from '../propagation/user-token.ts';
import { askModel } from './commands.ts';
import { type ModelTalk, type TalkLab, talk } from './conversation.ts';
import { conversationExhibit } from './conversation-exhibit.ts';
import { withoutModel } from './left-out.ts';
import { answered, decided, toldResult } from './talk-checks.ts';
import { MODEL_WAY } from './way.ts';
import { wordsForModel, wordsForm } from './words-form.ts';

const ID = '5.2';
const WORDS = 'Fetch TOOL and tell me what it says.';

/** Lets the model decide on the call, and makes it with the user's token. */
export const itDecides: Step<CallLab & TalkLab & UserTokenLab & LoginCommandLab, ModelTalk> = {
  id: ID,
  title: 'The model decides',
  standsOn: ['2b', '5.1'],
  leftOut: withoutModel,
  keyIdea: 'The model decides what is called; the program makes the call, and only there the token travels.',
  explanation: [
    'So far you have made the call yourself. An agent lets a model decide: it sends it your words and what tools there are. The model answers with words, or ' +
      'with the name of a tool and its arguments. It runs nothing itself.',
    'This program is the agent now. Where the model wants fetch, it makes that call through the stack server as before, and sends the ' +
      'model what came back.',
  ],
  afterwards: [
    'Look at the way: the model was asked before and after, and on those legs there is no credential. The token was on the others, as in chapter 1.',
    'Below is all that was said. The arguments of the call came from the model; who you are did not.',
  ],
  form: wordsForm(WORDS, 'What you ask the model; TOOL stands for the address of the tool.'),
  prediction: {
    question: 'The model wants the tool called, and the tool wants a token. Who puts it there?',
    choices: [
      'the model, which was given it with the tool’s schema',
      'the stack server, which keeps a token for each tool',
      'the program, on the call itself; the model knows of none',
    ],
    answer: 2,
    because:
      'The model names a tool and its arguments, and nothing else. The program has your token, and puts it on the request to the stack server, beside the call.',
  },
  exhibits: (state) => [
    ...callOfStepExhibit(state, ID, 'The call that the model decided on', MODEL_WAY),
    ...conversationExhibit(state, ID, 'What was said to the model, and by it'),
  ],
  hints: [
    'If the model only says something, ask it in plainer words: Fetch TOOL.',
    'A small model may invent an address. Look at the arguments of its call: the tool is asked only where they name it.',
    'The scripted model calls the tool for any URL in your words; start with --ollama scripted to have that one.',
  ],
  byHand: (lab, shell) => [
    {
      kind: 'request',
      text: askModel(lab, `Fetch ${toolAddress(lab)}`, shell),
      shows: 'tool_calls: the model wants fetch called',
    },
    keepUserToken(lab, shell),
    {
      kind: 'request',
      text: invoke(lab, { variable: 'ACCESS_TOKEN' }, shell),
      shows: 'error_code 0 and Hello, world!',
    },
  ],
  run: async (context, values) => {
    const { accessToken } = await userToken(context.lab, context.signal);
    return talk(ID, { words: wordsForModel(values, context.lab), token: accessToken }, context);
  },
  checks: [decided, answered, toldResult],
};
