import { unionOf } from '../../../../services/identity/plan-union.ts';
import type { ClientPlan, RealmPlan } from '../../../../services/identity/realm-plan.ts';

const stack: ClientPlan = { id: 'llama-stack', access: 'public', flows: ['password'], optionalScopes: ['audience'] };
const tool: ClientPlan = { id: 'my-external-tool', access: 'public', flows: [] };
const FIRST: RealmPlan = {
  realm: 'demo',
  accessTokenLifespan: 300,
  ssoSessionIdleTimeout: 1800,
  clients: { tool, stack },
  scopes: { audience: { name: 'tool-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'tool' }] } },
  logins: { user: { client: 'stack', scope: 'audience' } },
};
/** What another chapter could need: a client with a secret, and a way to it. Its scope `audience` is the first one's. */
const SECOND: RealmPlan = {
  ...FIRST,
  clients: {
    stack: { ...stack, flows: ['code'], optionalScopes: ['mcp'] },
    mcp: { id: 'mcp-server', access: 'confidential', flows: ['client-credentials'], optionalScopes: ['audience'] },
  },
  scopes: { mcp: { name: 'mcp-audience', inTokenScope: true, mappers: [{ kind: 'audience', client: 'mcp' }] } },
  logins: { delegated: { client: 'stack', scope: 'mcp' } },
};

test('one plan alone is its own union', () => {
  expect(unionOf(FIRST)).toEqual(FIRST);
});

test('has what each plan has, in whatever order they come, and changes none', () => {
  const before = JSON.stringify([FIRST, SECOND]);
  const { clients, scopes, logins } = unionOf(FIRST, SECOND, FIRST);
  expect(Object.keys(clients)).toEqual(['tool', 'stack', 'mcp']);
  expect(clients.stack).toMatchObject({ flows: ['password', 'code'], optionalScopes: ['audience', 'mcp'] });
  expect(Object.keys(scopes)).toEqual(['audience', 'mcp']);
  expect(scopes.audience?.mappers).toHaveLength(1);
  expect(Object.keys(logins)).toEqual(['user', 'delegated']);
  expect(JSON.stringify([FIRST, SECOND])).toBe(before);
});

test('a client may exchange tokens for whatever any of the plans has it exchange them for', () => {
  const exchanging = (...exchanges: string[]): RealmPlan => ({
    ...FIRST,
    clients: { ...FIRST.clients, mcp: { id: 'mcp-server', access: 'confidential', flows: [], exchanges } },
  });
  expect(unionOf(exchanging('tool'), exchanging('stack', 'tool')).clients.mcp).toMatchObject({
    exchanges: ['tool', 'stack'],
  });
});

test('a client is held to what any of the plans holds it to', () => {
  const held: RealmPlan = {
    ...SECOND,
    clients: { ...SECOND.clients, stack: { ...stack, pkce: 'S256', consent: true, accessTokenLifespan: 5 } },
  };
  const { clients } = unionOf(FIRST, held);
  expect(clients.stack).toMatchObject({ pkce: 'S256', consent: true, accessTokenLifespan: 5, flows: ['password'] });
  expect(unionOf(held, FIRST).clients.stack).toMatchObject({ pkce: 'S256', consent: true, accessTokenLifespan: 5 });
  const other = { ...FIRST, clients: { stack: { ...stack, accessTokenLifespan: 6 } } };
  expect(() => unionOf(held, other)).toThrow('client stack, accessTokenLifespan: 5 and 6');
});

const twice = { ...FIRST.scopes, copy: { name: 'tool-audience', inTokenScope: true, mappers: [] } };
test.each([
  ['another realm', { realm: 'other' }, 'realm, realm: demo and other'],
  ['another life', { accessTokenLifespan: 60 }, 'realm, accessTokenLifespan: 300 and 60'],
  [
    'another client of the name',
    { clients: { stack: { ...stack, id: 'other' } } },
    'client stack, id: llama-stack and other',
  ],
  [
    'a secret for a client without',
    { clients: { tool: { ...tool, access: 'confidential' } } },
    'client tool, access: public and confidential',
  ],
  [
    'a scope given unasked',
    { clients: { stack: { ...stack, optionalScopes: [], defaultScopes: ['audience'] } } },
    'client stack, scope audience: default and optional',
  ],
  ['another login', { logins: { user: { client: 'tool', scope: 'audience' } } }, 'login user, client: stack and tool'],
  ['two names for one client', { clients: { copy: tool } }, 'tool and copy are both my-external-tool'],
  ['two names for one scope', { scopes: twice }, 'audience and copy are both tool-audience'],
  [
    'a scope that is nowhere',
    { clients: { stack: { ...stack, optionalScopes: ['none'] } } },
    'lacks the scope none, which client stack names',
  ],
  [
    'an audience that is nowhere',
    { scopes: { more: { name: 'm', inTokenScope: true, mappers: [{ kind: 'audience', client: 'none' }] } } },
    'lacks the client none, which scope more names',
  ],
] as [string, Partial<RealmPlan>, string][])('%s is refused by its name', (_, change, words) => {
  expect(() => unionOf(FIRST, { ...FIRST, ...change })).toThrow(words);
});
