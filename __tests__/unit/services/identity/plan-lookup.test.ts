import { getsTokens } from '../../../../services/identity/plan-lookup.ts';
import { REPAIR_REALM } from '../../../../steps/repair/realm.ts';

test('a client gets tokens by a login, for itself or in exchange; one that only stands for an audience gets none', () => {
  const { mcp, stack, tool } = REPAIR_REALM.clients;
  expect([getsTokens(stack), getsTokens(mcp), getsTokens(tool)]).toEqual([true, true, false]);
  expect(getsTokens({ id: 'itself', access: 'confidential', flows: ['client-credentials'] })).toBe(true);
});
