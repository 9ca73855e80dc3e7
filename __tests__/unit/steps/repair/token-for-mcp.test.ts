import type { Hop } from '../../../../src/evidence/hop.ts';
import { INITIAL_STATE, type SessionState } from '../../../../src/lesson/state.ts';
import { tokenForMcp } from '../../../../steps/repair/3.4-token-for-mcp.ts';
import { CALLER_TOKEN } from '../../../../steps/repair/caller-token.ts';

const PRINT = '0123456789ab';

function atMcp(status: string, print = PRINT): Hop {
  return {
    ...{ id: status, from: 'you', to: 'mcp', seenBy: 'receiver', at: 0, request: 'GET /mcp' },
    carrier: 'Authorization: Bearer',
    credential: { text: 'eyJ...', print },
    exchange: { request: { method: 'GET', url: 'http://localhost/', headers: {} } },
    answer: { status, ok: status.startsWith('2') || status === 'isError: false', text: '', tookMs: 1 },
  };
}

function shownAnswer(...hops: readonly Hop[]): string | undefined {
  const issued = { print: PRINT, token: { header: {}, claims: {} } };
  const state = { ...INITIAL_STATE, hops, tokens: { [CALLER_TOKEN]: issued } } as unknown as SessionState;
  const [token] = tokenForMcp.exhibits?.(state) ?? [];
  return token?.kind === 'token' ? token.answer?.status : 'no token';
}

test('of the token for the MCP server stands what that said of it last', () => {
  expect(shownAnswer()).toBeUndefined();
  expect(shownAnswer(atMcp('401'), atMcp('isError: false'))).toBe('isError: false');
  expect(shownAnswer(atMcp('isError: false'), atMcp('401'), atMcp('200', 'another token'))).toBe('401');
});

test('that a scope was missing in 3.8 says nothing of how good the token is', () => {
  expect(shownAnswer(atMcp('isError: false'), atMcp('403'))).toBe('isError: false');
  expect(shownAnswer(atMcp('403'))).toBeUndefined();
});
