import type { CallRow } from './row.ts';

const EVERYWHERE = ['tool', 'mcp', 'stack'] as const;

/** The calls that are made at each door, in this order: first the one that has to pass, since without it a refusal proves nothing. */
export const CALLS: readonly CallRow[] = [
  {
    id: 'right',
    title: 'the right token',
    at: EVERYWHERE,
    sends: 'right',
    wants: 'passes',
    rule: { of: 'RFC 6750', section: '2.1' },
    next: 'Read what it says: the audience, the scope or the issuer of the token may not be the ones that it wants.',
  },
  {
    id: 'none',
    title: 'no token',
    at: EVERYWHERE,
    sends: 'none',
    wants: 'refused',
    rule: { of: 'RFC 6750', section: '3' },
    next: 'Let it refuse a request without an Authorization header with 401 and a challenge.',
  },
  {
    id: 'invented',
    title: 'an invented token',
    at: EVERYWHERE,
    sends: 'invented',
    wants: 'refused',
    rule: { of: 'RFC 6750', section: '3.1' },
    next: 'Let it verify what it is sent, and not only whether something is there.',
  },
];
