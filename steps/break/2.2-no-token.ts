import { invoke, refusalSeen } from '../propagation/commands.ts';
import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';

/** The call without any credential. */
export const noToken = breakStep(BREAKAGES.noToken, {
  keyIdea: 'Without a token there is nothing to check: the tool says which header it misses, and looks no further.',
  explanation: [
    'Leave the credential out: no header X-LlamaStack-Provider-Data, and therefore no api_key for anybody to pass on.',
    'The call itself is a good one. Tool and arguments are right, and the servers on the way know both.',
  ],
  afterwards: [
    'Such a refusal is an invitation: its header WWW-Authenticate says that a Bearer token is wanted (RFC 6750, section 3). The MCP server does not ' +
      'pass that on, and so the caller cannot follow it. Chapter 3 repairs this.',
  ],
  prediction: {
    question: 'Who will say no?',
    choices: [
      'the stack server: it lets nobody call a tool without a credential',
      'the MCP server: it has nothing to put into the header',
      'the tool server: the header is not there',
      'nobody: without a token, the call is made for nobody in particular',
    ],
    answer: 2,
    because:
      'Stack and MCP servers pass on what they are given. Nothing is passed on as nothing: the MCP server sends a request without Authorization, and the ' +
      'first one who asks for it is the tool.',
  },
  hints: [
    'Look at what carried the credential on each hop.',
    'On none of them was there one. Which party was the first to mind?',
    'The tool answers 401 with Missing Authorization header. No check of a token was made, since there was no token.',
  ],
  byHand: (lab, shell) => [{ kind: 'request', text: invoke(lab, undefined, shell), shows: refusalSeen(lab) }],
});
