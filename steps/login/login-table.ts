import type { TableExhibit, TableRow } from '../../src/lesson/exhibit.ts';
import type { SessionState } from '../../src/lesson/state.ts';
import { LOGINS, type LoginName } from './logins.ts';

/** What a login is called, what its client sees of the user's, and when it is the right one. */
const WORDS: Readonly<Record<LoginName, { readonly login: string; readonly sees: string; readonly when: string }>> = {
  'by-password': {
    login: 'password grant',
    sees: 'name and password',
    when: 'never: it MUST NOT be used (RFC 9700, section 2.4)',
  },
  'by-code': {
    login: 'code with PKCE',
    sees: 'a code',
    when: 'wherever a browser can come back to the client (RFC 8252)',
  },
  'by-device': {
    login: 'by device',
    sees: 'nothing',
    when: 'where none can: over ssh, in a container, on a television (RFC 8628)',
  },
};

/** The logins of the chapter, by what their tokens are called. */
export const NAMES = Object.keys(LOGINS) as LoginName[];

/** The logins of this run beside each other; nothing while there is none. */
export function loginTable({ tokens }: SessionState): readonly TableExhibit[] {
  const rows = NAMES.flatMap((name): TableRow[] => {
    const claims = tokens[name]?.token.claims;
    const { login, sees, when } = WORDS[name];
    return claims ? [{ ok: name !== 'by-password', cells: [login, String(claims.azp ?? '–'), sees, when] }] : [];
  });
  if (rows.length === 0) return [];
  return [{ kind: 'table', title: 'Which login when', heads: ['login', 'client', 'it sees', 'when'], rows }];
}
