import type { SessionState } from '../../src/lesson/state.ts';
import type { Step } from '../../src/lesson/step.ts';
import { loginTable, NAMES } from './login-table.ts';

const ID = '4.9';

/** Puts the logins below each other. */
export const whichLogin: Step<unknown> = {
  id: ID,
  title: 'Which login when',
  standsOn: ['4.1'],
  keyIdea: 'Code with PKCE where there is a browser, by device where there is none, and the password grant nowhere.',
  explanation: [
    'Here are the logins of this run: which client made each, and what it saw. All of them gave a token of the same user, and the tool would take any of them.',
    'A program without a user logs nobody in: as a confidential client it asks for a token of its own (client credentials), which speaks of no user.',
  ],
  exhibits: (state) => (isDone(state) ? loginTable(state) : []),
  hints: [
    'What did the client see in each of them?',
    'sub is the same in all of the tokens; azp tells which client it was.',
    'If a row is missing, run its step again.',
  ],
  byHand: () => [],
  notByHand: 'Nothing is done here: what the steps before have shown is put together.',
  run: async () => {},
  checks: [
    {
      id: 'user',
      title: 'All logins gave tokens of one user',
      look: async ({ state }) => {
        const subjects = NAMES.flatMap((name) => state().tokens[name]?.token.claims.sub ?? []);
        const passed = subjects.length > 0 && new Set(subjects).size === 1;
        return { passed, saw: passed ? `${subjects.length} tokens, one sub` : `${subjects.length} tokens` };
      },
    },
  ],
};

function isDone({ steps }: SessionState): boolean {
  return steps.some(({ id, status }) => id === ID && status === 'done');
}
