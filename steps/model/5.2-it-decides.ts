import { toolAddress } from '../propagation/as-in-tutorial.ts';
import { modelCallStep } from './model-call-step.ts';
import { answered, decided, toldResult } from './talk-checks.ts';
import { MODEL_WAY } from './way.ts';

/** Lets the model decide on the call, and makes it with the user's token. */
export const itDecides = modelCallStep(
  {
    id: '5.2',
    words: 'Fetch TOOL and tell me what it says.',
    help: 'What you ask the model; TOOL stands for the address of the tool.',
    title: 'The call that the model decided on',
    way: MODEL_WAY,
    address: toolAddress,
    shows: ['tool_calls: the model wants fetch called', 'error_code 0 and Hello, world!'],
  },
  {
    title: 'The model decides',
    standsOn: ['2b', '5.1'],
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
    hints: [
      'If the model only says something, ask it in plainer words: Fetch TOOL.',
      'A small model may invent an address. Look at the arguments of its call: the tool is asked only where they name it.',
      'The scripted model calls the tool for any URL in your words; start with --ollama scripted to have that one.',
    ],
    checks: [decided, answered, toldResult],
  },
);
