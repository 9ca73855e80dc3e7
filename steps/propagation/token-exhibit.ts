import { answerTo } from '../../src/lesson/call.ts';
import type { TokenExhibit } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { CLAIMS, WITHOUT_SCOPE } from './claims.ts';
import { JUDGE } from './way.ts';

/** The user's access token, as it was issued last. */
export function tokenExhibit(state: SessionState): readonly TokenExhibit[] {
  const { token } = state;
  if (!token) return [];
  return [
    {
      kind: 'token',
      title: 'The access token, decoded',
      token,
      claims: CLAIMS,
      judge: JUDGE,
      answer: answerTo(state, token),
      otherwise: WITHOUT_SCOPE,
    },
  ];
}
