import type { Step } from '../../src/lesson/step.ts';
import { keepToken } from '../break/commands.ts';
import { bothTokens, type ClaimPair, claimPairs } from './both-tokens.ts';
import { claimsOfBoth, exchangeKept } from './commands.ts';
import { REPAIR_REALM } from './realm.ts';
import { cannotSendToken, type RepairLab } from './repaired-parts.ts';

const ID = '3.6';
/** What has to be the same, and what must not be. */
const SAME = ['iss', 'sub'];
const OTHER = ['azp', 'aud', 'jti'];

/** Puts the caller's token and the one that it was exchanged for beside each other. */
export const twoTokens: Step<
  Pick<RepairLab, 'endpoints' | 'foundStack' | 'identity' | 'realm' | 'running' | 'stack' | 'toolGroup' | 'userGrant'>
> = {
  id: ID,
  title: 'Two tokens',
  standsOn: ['3.5'],
  leftOut: cannotSendToken,
  keyIdea: 'An exchanged token speaks of the same user to somebody else: sub stays, and azp, aud and jti are others.',
  explanation: [
    'Here are the two tokens of the call beside each other: the one that the MCP server was brought, and the one that it got for it and showed the tool.',
    'Both were issued by the identity provider. Neither was changed by anybody: the second one is new.',
  ],
  afterwards: [
    'The new one does not say that it was exchanged. A standard has a claim for who acts for whom, act (RFC 8693, section 4.1); Keycloak 26.7 writes none. Only ' +
      'azp tells.',
    'Look at exp as well: the new token lives as long as any other, and so longer than the one that it was got for. The end of the login session ends both, for whoever asks the identity provider; who only looks at them takes them until exp.',
  ],
  prediction: {
    question: 'Which claim is the same in both?',
    choices: [
      'jti: it is the same login',
      'azp: the client llama-stack has logged in',
      'sub: it is the same user',
      'aud',
    ],
    answer: 2,
    because:
      'The exchange is about that: the tool shall act for the same user. All that says who asked, for whom, and which token it is, is new.',
  },
  exhibits: bothTokens,
  hints: [
    'Read the rows from the top: what differs first?',
    'What differs says who may use the token and where; what is the same says for whom.',
    'If a column is empty, run step 3.5 again.',
  ],
  byHand: (lab, shell) => [
    keepToken(lab, shell, REPAIR_REALM.scopes.mcpAudience.name),
    exchangeKept(lab, shell),
    claimsOfBoth(),
  ],
  run: async () => {},
  checks: [
    {
      id: 'same',
      title: 'Both speak of the same user, by the same issuer',
      look: async ({ state }) => judge(claimPairs(state()), SAME, true),
    },
    {
      id: 'others',
      title: 'Who asked, for whom, and the identifier are others',
      look: async ({ state }) => judge(claimPairs(state()), OTHER, false),
    },
  ],
};

function judge(pairs: readonly ClaimPair[], names: readonly string[], same: boolean) {
  if (pairs.length === 0)
    return { passed: false, saw: 'step 3.5 is not proved in this run', next: 'Run step 3.5, then this one.' };
  const wrong = names.find((name) => pairs.find((pair) => pair.name === name)?.same !== same);
  const word = same ? 'the same' : 'others';
  return wrong === undefined
    ? { passed: true, saw: `${names.join(', ')}: ${word}` }
    : { passed: false, saw: `${wrong} is ${same ? 'not the same' : 'the same'}` };
}
