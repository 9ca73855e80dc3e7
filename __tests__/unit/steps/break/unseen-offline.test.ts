import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StackClient } from '../../../../services/clients/stack/client.ts';
import { BUNDLED_STACK } from '../../../../services/clients/stack/found-stack.ts';
import { keycloakEndpoints } from '../../../../services/identity/keycloak/paths.ts';
import type { IdentityProvider } from '../../../../services/identity/provider.ts';
import type { RealmAdmin } from '../../../../services/identity/realm-admin.ts';
import type { Part } from '../../../../services/part/part.ts';
import { closeServer } from '../../../../services/wire/listen.ts';
import { Secret } from '../../../../src/evidence/secret.ts';
import { INITIAL_STATE } from '../../../../src/lesson/state.ts';
import { breakIt } from '../../../../steps/break/index.ts';
import { courseLab } from '../../../course-lab.ts';

const server = createServer((_, response) => response.end(JSON.stringify({ active: true })));
const introspection = () => `http://localhost:${(server.address() as AddressInfo).port}`;
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => closeServer(server));

/** What an administrator's hand did, in a run of the step that ends where it makes its call number `at`: by a fault, or because somebody stops it. */
async function deedsUntil(at: number, how: 'fault' | 'stop', kind: Part['kind'] = 'container') {
  const stop = new AbortController();
  const done: string[] = [];
  const note = (what: string) => async (signal: AbortSignal) => {
    signal.throwIfAborted();
    done.push(what);
  };
  const admin: RealmAdmin = {
    endSession: (_, signal) => note('session ended')(signal),
    setUserEnabled: (enabled, signal) => note(enabled ? 'enabled' : 'disabled')(signal),
    setNotBefore: (seconds, signal) => note(seconds === undefined ? 'back' : 'stale')(signal),
  };
  let calls = 0;
  const invokeTool = async () => {
    calls += 1;
    if (calls < at) return { content: '', error_code: 0, error_message: null, metadata: null };
    if (how === 'stop') stop.abort(new Error('enough'));
    throw new Error('enough');
  };
  const lab = courseLab({
    endpoints: { ...keycloakEndpoints('http://localhost:8080/realms/demo'), introspection: introspection() },
    identity: { admin, secretOf: async () => new Secret('s') } as Partial<IdentityProvider> as IdentityProvider,
    logIn: async () => ({
      header: { alg: 'RS256' },
      claims: { iat: 1 },
      accessToken: new Secret('t'),
      refreshToken: undefined,
      expiresAt: 0,
      scope: '',
    }),
    running: () => ({ kind, reports: false }),
    stack: () =>
      ({
        found: async () => BUNDLED_STACK,
        listToolGroups: async () => [],
        invokeTool,
      }) as Partial<StackClient> as StackClient,
  });
  const step = breakIt.steps.find(({ id }) => id === '2.13');
  const context = { lab, signal: stop.signal, watched: false, since: 0, state: () => INITIAL_STATE };
  await expect(step?.run({ ...context, progress: () => {}, tell: () => {} }, {})).rejects.toThrow();
  return done;
}

describe.each(['fault', 'stop'] as const)('where it ends early by a %s', (how) => {
  test('the user is not left shut out', async () => {
    expect(await deedsUntil(2, how)).toEqual(['disabled', 'enabled']);
  });

  test('nor are tokens left stale', async () => {
    const done = await deedsUntil(4, how);
    expect(done.slice(0, 3)).toEqual(['disabled', 'enabled', 'stale']);
    expect(done.slice(3).toSorted()).toEqual(['back', 'enabled']);
  });
});

test('in a realm of the learner’s own nothing befalls the other users', async () => {
  expect(await deedsUntil(4, 'fault', 'own')).toEqual(['disabled', 'enabled', 'enabled']);
});
