import type { Heard } from '../../../../src/verify/heard.ts';
import { lookAtChallenge } from '../../../../src/verify/looks/challenge.ts';

const refused = (status: string, challenge?: string): Heard => ({
  outcome: 'refused',
  by: 'tool',
  status,
  said: '',
  legs: [],
  ...(challenge !== undefined && { challenge }),
});
const verdict = (heard: Heard) => lookAtChallenge({ heard: new Map([['none', heard]]) }).verdict;

test.each(['Bearer', 'Bearer realm="tool"', 'bearer realm="x"', 'Basic realm="x", Bearer realm="y"'])(
  'a 401 with %s challenges',
  (challenge) => {
    expect(verdict(refused('401', challenge))).toBe('passed');
  },
);

test.each([undefined, 'Basic realm="Bearer of news"', 'Negotiate', 'DPoP algs="ES256"'])(
  'a 401 with %s does not',
  (challenge) => {
    expect(verdict(refused('401', challenge))).toBe('failed');
  },
);

test('nor does a 403, and where nobody is refused nothing is seen', () => {
  expect(verdict(refused('403', 'Bearer'))).toBe('failed');
  expect(verdict({ ...refused('200'), outcome: 'accepted' })).toBe('not-seen');
});
