import { answerTo } from '../../src/lesson/call.ts';
import type { TokenExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { CLAIMS, WITHOUT_SCOPE } from './claims.ts';
import { USER_TOKEN } from './user-token.ts';
import { JUDGE, WAY } from './way.ts';

/** The user's access token, as it was issued last. */
export function tokenExhibit(state: SessionState): readonly TokenExhibit[] {
  const [, , , tool] = WAY;
  const issued = state.tokens[USER_TOKEN];
  if (!issued) return [];
  return [
    {
      kind: 'token',
      title: 'The access token, decoded',
      token: issued.token,
      claims: CLAIMS,
      judge: JUDGE,
      answer: answerTo(state, issued, tool),
      otherwise: WITHOUT_SCOPE,
    },
  ];
}
