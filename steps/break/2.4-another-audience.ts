import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { keepToken, sendKept } from './commands.ts';
import { BREAK_REALM } from './realm.ts';

/** The call with a token that is for another tool. */
export const anotherAudience = breakStep(BREAKAGES.otherAudience, {
  keyIdea: 'A token for somebody else is refused by whoever looks at aud. Who does not look is a confused deputy.',
  explanation: [
    `The realm has another tool, ${BREAK_REALM.clients.other.id}, and a scope for it, ${BREAK_REALM.scopes.otherAudience.name}. Log in with that scope: the ` +
      'token is genuine, names the same user, and was made for the other tool.',
    'Whoever runs that other tool receives such tokens all day, and may try here what they are good for.',
  ],
  afterwards: [
    'Nothing, as long as our tool looks at aud. One that does not would act for the user on behalf of whoever holds any token of this issuer: a confused ' +
      'deputy. tutorial-tui serve tool --skip-audience is such a tool, and its log says so.',
  ],
  prediction: {
    question: 'The signature is right, and so are issuer and time. Who will say no?',
    choices: [
      'the identity provider: it gives llama-stack no token for another tool',
      'the MCP server: it knows which tool it calls, and sees that the token is for another',
      'the tool server: it reads its own name in aud, or refuses',
      'nobody: a user is a user',
    ],
    answer: 2,
    because:
      'The provider gives the client what it may ask for. The MCP server never looks into a token. Only the tool knows its own name, and compares it with aud ' +
      '(RFC 7519, section 4.1.3: who is not named there must refuse).',
  },
  hints: [
    'Whom does the claim aud name?',
    'The tool says both: which audience it expected, and which it got.',
    'Log in with scope=tool-audience instead.',
  ],
  byHand: (lab, shell) => [keepToken(lab, shell, BREAK_REALM.scopes.otherAudience.name), sendKept(lab, shell)],
});
