import * as z from 'zod';
import type { AdminApi } from '../../services/identity/keycloak/admin-api.ts';
import type { FindingId } from '../../services/identity/provider.ts';

/** A mistake that the tutorial's clicks allow: how it is made in a realm that is right, and which findings name it. */
export interface Mistake {
  readonly name: string;
  readonly make: (realm: RealmByHand) => Promise<void>;
  /** Whether the whole realm goes, and comes back without what was the learner's own in it. */
  readonly remakesRealm?: boolean;
  /** What an admin sees. */
  readonly seen: Partial<Record<FindingId, RegExp>>;
  /** What a token shows to someone without rights; empty where it shows nothing. */
  readonly shown: Partial<Record<FindingId, RegExp>>;
}

/** Holds what a form, JSON and a log line each could stumble over. */
export const PASSWORD = 'p&ss, "word" = {100}%+é';

const idSchema = z.array(z.looseObject({ id: z.string() }));
const ourRealm = '/realms/demo';

/** The realm demo, as somebody at the console changes it. */
export class RealmByHand {
  readonly api: AdminApi;

  constructor(api: AdminApi) {
    this.api = api;
  }

  async change(kind: 'users' | 'clients', name: string, change: object): Promise<void> {
    const found = await this.find(kind, name);
    await this.api.put(`${ourRealm}/${kind}/${found.id}`, { ...found, ...change });
  }

  async remove(kind: 'users' | 'clients', name: string): Promise<void> {
    await this.api.delete(`${ourRealm}/${kind}/${(await this.find(kind, name)).id}`);
  }

  async setPassword(value: string, temporary: boolean): Promise<void> {
    const { id } = await this.find('users', 'alan');
    await this.api.put(`${ourRealm}/users/${id}/reset-password`, { type: 'password', value, temporary });
  }

  async find(kind: 'users' | 'clients', name: string) {
    const query = kind === 'users' ? `username=${name}&exact=true` : `clientId=${name}`;
    const [found] = (await this.api.get(`${ourRealm}/${kind}?${query}`, idSchema)) ?? [];
    if (!found) throw new Error(`no ${kind} ${name}`);
    return found;
  }

  async scope() {
    const schema = z.array(
      z.looseObject({
        id: z.string(),
        name: z.string(),
        protocolMappers: z
          .array(z.looseObject({ id: z.string(), config: z.record(z.string(), z.string()) }))
          .default([]),
      }),
    );
    const scopes = (await this.api.get(`${ourRealm}/client-scopes`, schema)) ?? [];
    const found = scopes.find(({ name }) => name === 'tool-audience');
    if (!found) throw new Error('no scope tool-audience');
    return found;
  }

  async changeMapper(change: Record<string, string> | undefined): Promise<void> {
    const { id, protocolMappers } = await this.scope();
    for (const mapper of protocolMappers) {
      const path = `${ourRealm}/client-scopes/${id}/protocol-mappers/models/${mapper.id}`;
      if (change) await this.api.put(path, { ...mapper, config: { ...mapper.config, ...change } });
      else await this.api.delete(path);
    }
  }

  async assignScope(kind: 'default' | 'optional' | 'nowhere'): Promise<void> {
    const { id: scope } = await this.scope();
    const { id: client } = await this.find('clients', 'llama-stack');
    const path = (to: string) => `${ourRealm}/clients/${client}/${to}-client-scopes/${scope}`;
    await this.api.delete(path('optional'));
    if (kind !== 'nowhere') await this.api.put(path(kind), {});
  }
}

const notSetUp = { 'user-profile': /Account is not fully set up/ };

export const MISTAKES: readonly Mistake[] = [
  {
    name: 'mapper forgotten',
    make: (realm) => realm.changeMapper(undefined),
    seen: { 'audience-mapper': /no Audience mapper/ },
    shown: { 'audience-mapper': /no aud/ },
  },
  {
    name: 'wrong client in the mapper',
    make: (realm) => realm.changeMapper({ 'included.client.audience': 'llama-stack' }),
    seen: { 'audience-mapper': /includes llama-stack, not my-external-tool/ },
    shown: { 'audience-mapper': /names llama-stack, not my-external-tool/ },
  },
  {
    name: 'mapper does not add to the access token',
    make: (realm) => realm.changeMapper({ 'access.token.claim': 'false' }),
    seen: { 'audience-mapper': /does not add to the access token/ },
    shown: { 'audience-mapper': /no aud/ },
  },
  {
    name: 'scope not added to llama-stack',
    make: (realm) => realm.assignScope('nowhere'),
    seen: { 'optional-scope': /not assigned to llama-stack/ },
    shown: { 'optional-scope': /Invalid scopes: tool-audience/ },
  },
  {
    name: 'scope added as default',
    make: (realm) => realm.assignScope('default'),
    seen: { 'optional-scope': /Default/ },
    shown: { 'optional-scope': /unasked/ },
  },
  {
    name: 'scope forgotten',
    make: async (realm) => realm.api.delete(`/realms/demo/client-scopes/${(await realm.scope()).id}`),
    seen: { 'audience-scope': /there is none/, 'audience-mapper': /no scope/, 'optional-scope': /not assigned/ },
    shown: { 'audience-scope': /discovery does not name it/, 'optional-scope': /Invalid scopes: tool-audience/ },
  },
  {
    name: 'direct access off',
    make: (realm) => realm.change('clients', 'llama-stack', { directAccessGrantsEnabled: false }),
    seen: { 'stack-client': /direct access grants is Off/ },
    shown: { 'stack-client': /direct access grants are off/ },
  },
  {
    name: 'full scope on, llama-stack',
    make: (realm) => realm.change('clients', 'llama-stack', { fullScopeAllowed: true }),
    seen: { 'stack-client': /full scope allowed is On/ },
    shown: { 'stack-client': /full scope allowed is on/ },
  },
  {
    name: 'full scope on, my-external-tool',
    make: (realm) => realm.change('clients', 'my-external-tool', { fullScopeAllowed: true }),
    seen: { 'tool-client': /full scope allowed is On/ },
    shown: {},
  },
  {
    name: 'client authentication on, llama-stack',
    make: (realm) => realm.change('clients', 'llama-stack', { publicClient: false }),
    seen: { 'stack-client': /public \(client authentication off\) is Off/ },
    shown: { 'stack-client': /client authentication is on/ },
  },
  {
    name: 'llama-stack forgotten',
    make: (realm) => realm.remove('clients', 'llama-stack'),
    seen: { 'stack-client': /there is none/, 'optional-scope': /no client llama-stack/ },
    shown: { 'stack-client': /Invalid client/ },
  },
  {
    name: 'flows left on, my-external-tool',
    make: (realm) =>
      realm.change('clients', 'my-external-tool', { standardFlowEnabled: true, directAccessGrantsEnabled: true }),
    seen: { 'tool-client': /standard flow is On, direct access grants is On/ },
    shown: { 'tool-client': /direct access grants are on/ },
  },
  {
    name: 'my-external-tool forgotten',
    make: (realm) => realm.remove('clients', 'my-external-tool'),
    seen: { 'tool-client': /there is none/ },
    shown: { 'tool-client': /Invalid client/ },
  },
  {
    name: 'temporary password',
    make: (realm) => realm.setPassword(PASSWORD, true),
    seen: { password: /temporary/ },
    shown: notSetUp,
  },
  {
    name: 'another password',
    make: (realm) => realm.setPassword('something else', false),
    seen: { password: /another/ },
    shown: { password: /Invalid user credentials/ },
  },
  {
    name: 'user without last name',
    make: (realm) => realm.change('users', 'alan', { lastName: '' }),
    seen: { 'user-profile': /no last name/ },
    shown: notSetUp,
  },
  {
    name: 'user without e-mail',
    make: (realm) => realm.change('users', 'alan', { email: '' }),
    seen: { 'user-profile': /no e-mail/ },
    shown: notSetUp,
  },
  {
    name: 'required action',
    make: (realm) => realm.change('users', 'alan', { requiredActions: ['VERIFY_EMAIL'] }),
    seen: { 'user-profile': /VERIFY_EMAIL/ },
    shown: notSetUp,
  },
  {
    name: 'user disabled',
    make: (realm) => realm.change('users', 'alan', { enabled: false }),
    seen: { user: /disabled/ },
    shown: { user: /Account disabled/ },
  },
  {
    name: 'user forgotten',
    make: (realm) => realm.remove('users', 'alan'),
    seen: { user: /there is none/, 'user-profile': /no user/, password: /no user/ },
    shown: { password: /Invalid user credentials/ },
  },
  {
    name: 'TLS required of everybody',
    make: (realm) => realm.api.put('/realms/demo', { realm: 'demo', sslRequired: 'all' }),
    seen: { ssl: /HTTPS required/ },
    shown: { ssl: /HTTPS required/ },
  },
  {
    name: 'realm disabled',
    make: (realm) => realm.api.put('/realms/demo', { realm: 'demo', enabled: false }),
    seen: { realm: /disabled/ },
    shown: { realm: /disabled/ },
  },
  {
    name: 'realm called Demo',
    remakesRealm: true,
    make: async (realm) => {
      await realm.api.delete('/realms/demo');
      await realm.api.post('/realms', { realm: 'Demo', enabled: true });
    },
    seen: { realm: /there is a realm Demo, but none called demo/ },
    shown: { realm: /there is a realm Demo, but none called demo/ },
  },
];
