import { shellWord } from '../../src/lesson/shell.ts';
import { bearerCommand } from '../http-commands.ts';
import { breakStep } from './break-step.ts';
import { BREAKAGES } from './breakages.ts';
import { ACCESS_TOKEN, keepToken, otherPort } from './commands.ts';
import { BREAK_REALM } from './realm.ts';
import { SKIP_AUDIENCE } from './sloppy-tool.ts';

const { other } = BREAK_REALM.clients;

/** The call with a token that is for another tool, to a tool that does not look. */
export const confusedDeputy = breakStep(BREAKAGES.deputy, {
  keyIdea: 'Who does not look at aud acts for anybody who holds any token of the issuer: a confused deputy.',
  explanation: [
    `This time the token is a good one, and the tool is broken: it is started anew with ${SKIP_AUDIENCE}, and looks at everything but aud. Many a tool in ` +
      'the world is like that, for the libraries check aud only where they are told a name.',
    `The token is one that was made for ${other.id}, as in step 2.4, where the tool looks at aud and refuses it.`,
    `Think of who runs ${other.id}: every user who comes by leaves a token there.`,
  ],
  afterwards: [
    `The tool has greeted whoever runs ${other.id} as the user, who never came here. It has done nothing that is not allowed, and for the wrong one: its ` +
      'rights were lent to whoever asked. Look at its checks: audience is not among them. Its log has the word DANGER.',
    'This is why passing tokens on is forbidden (chapter 3): each party on the way could do what you have just done. The careful tool is back now.',
  ],
  prediction: {
    question: 'The tool checks form, issuer, times and signature. What does it say?',
    choices: [
      'no: the signature covers aud, so that a token for another does not fit',
      `no: ${other.id} is another client, and sub another user there`,
      'yes: and it takes whoever sent the call for the user',
      'yes, but it gives no answer, since the user has no rights here',
    ],
    answer: 2,
    because:
      'All that it looks at is true: our issuer made the token, it has not expired, and sub is the user. Nothing of that says for whom the token was made; ' +
      'only aud does (RFC 8725, section 3.9).',
  },
  hints: [
    'Look at the checks of this call, and at those of step 2.4, whose token was made for the same client.',
    'One check is missing. What does it see in step 2.4?',
    `${SKIP_AUDIENCE} leaves out the check audience, and every other one passes. Have it look at aud.`,
  ],
  byHand: (lab, shell) => [
    {
      kind: 'server',
      text: `${lab.program} serve tool --port ${otherPort(lab, 'tool')} --issuer ${shellWord(lab.issuer, shell)} ${SKIP_AUDIENCE}`,
      shows: 'The tool server … listens on …, beside the careful one',
    },
    keepToken(lab, shell, BREAK_REALM.scopes.otherAudience.name),
    {
      kind: 'request',
      text: bearerCommand(`http://localhost:${otherPort(lab, 'tool')}`, { variable: ACCESS_TOKEN }, shell),
      shows: 'Hello, world!, straight from the sloppy tool: the MCP server sends tokens to no other than the lab’s',
    },
  ],
});
